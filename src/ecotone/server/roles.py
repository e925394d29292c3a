"""What each route needs: the role without which it is refused. What stands nowhere here needs an owner."""

import contextvars
from typing import Annotated, Final

from fastapi import Request
from pydantic import AfterValidator, Field

from ecotone.errors import AccessError
from ecotone.server.accounts import Role, Signed

acting: contextvars.ContextVar[str] = contextvars.ContextVar("acting", default="")
"""Name of whoever is signed in while a request is answered; empty where the server speaks for the one who started it."""

Author = Annotated[str, Field(max_length=200, validate_default=True), AfterValidator(lambda given: acting.get() or given)]
"""Who makes a change: whoever is signed in, whatever the request says."""

READ: Final[Role] = "viewer"
WRITE: Final[dict[tuple[str, str], Role]] = {
    ("GET", "/api/links"): "editor",  # says who is asked to rate
    ("POST", "/api/links"): "editor",
    ("POST", "/api/links/revoke"): "editor",
    ("PATCH", "/api/actors/{number}"): "editor",
    ("POST", "/api/actors"): "editor",
    ("POST", "/api/actors/{number}/note"): "commenter",
    ("POST", "/api/actors/{number}/split"): "editor",
    ("POST", "/api/actors/{number}/remove"): "editor",
    ("POST", "/api/undo"): "editor",
    ("POST", "/api/merge"): "editor",
    ("POST", "/api/import"): "editor",
    ("POST", "/api/import/{number}/again"): "editor",
    ("POST", "/api/import/{number}/drop"): "editor",
    ("POST", "/api/jobs/{number}/cancel"): "editor",
    ("POST", "/api/questions/{number}/cancel"): "viewer",
    ("POST", "/api/sample"): "editor",
    ("POST", "/api/views"): "editor",
    ("POST", "/api/views/forget"): "editor",
    ("POST", "/api/dynamics/structure"): "viewer",  # questions with a body, for a model may be sent along: they write nothing
    ("POST", "/api/dynamics/run"): "viewer",
    ("POST", "/api/dynamics/loops"): "viewer",
    ("POST", "/api/dynamics/tornado"): "viewer",
    ("POST", "/api/dynamics/assumptions"): "viewer",
    ("POST", "/api/dynamics/check"): "viewer",
    ("POST", "/api/dynamics/xmile"): "viewer",
    ("POST", "/api/dynamics/diagram"): "viewer",
    ("POST", "/api/dynamics/drawn/check"): "viewer",
    ("POST", "/api/dynamics/drawn"): "editor",
    ("POST", "/api/dynamics/drawn/change"): "editor",
    ("POST", "/api/dynamics/drawn/forget"): "editor",
    ("POST", "/api/dynamics/drawn/state"): "editor",
    ("POST", "/api/network/file"): "viewer",  # a question with a body: it writes nothing
    ("POST", "/api/review/{number}"): "editor",
    ("GET", "/api/matching/registries"): "editor",  # names of files that were sent
    ("POST", "/api/matching/registries"): "editor",
    ("POST", "/api/matching"): "editor",
    ("POST", "/api/pathway/sessions"): "editor",
    ("POST", "/api/pathway/sessions/forget"): "editor",
    ("POST", "/api/stakeholders/rate"): "rater",
    ("POST", "/api/stakeholders/capability"): "editor",
    ("POST", "/api/stakeholders/category"): "editor",
    ("POST", "/api/stakeholders/engage"): "editor",
    ("POST", "/api/stakeholders/expect"): "editor",
    ("POST", "/api/stakeholders/met"): "editor",
    ("POST", "/api/stakeholders/surveys"): "editor",
    ("POST", "/api/stakeholders/surveys/close"): "editor",
    ("POST", "/api/partnerships/rate"): "rater",
    ("GET", "/api/partnerships/interests"): "rater",  # what a rater declared is told to raters, each their own
    ("POST", "/api/partnerships/interests"): "rater",
    ("POST", "/api/partnerships/weights"): "rater",
    ("POST", "/api/partnerships/weights/pairs"): "viewer",  # questions with a body: they write nothing
    ("POST", "/api/partnerships/weights/choices"): "viewer",
    ("POST", "/api/partnerships/weights/forget"): "editor",
    ("POST", "/api/partnerships/decide"): "editor",
    ("POST", "/api/partnerships/impacts"): "editor",
    ("POST", "/api/partnerships/review"): "editor",
}
"""Routes that change something or tell what is not for all, with what they need."""

EXPORTS: Final = (
    "/api/dynamics/xmile",
    "/api/dynamics/diagram",
    "/api/export",
    "/api/report",
    "/api/dossier",
    "/api/network/file",
    "/api/stakeholders/plan.xlsx",
    "/api/partnerships/dossier",
)
"""What leaves the server as a file: written down with who took it."""


def needed(method: str, route: str) -> Role:
    """Return the role that a route needs.

    Examples
    --------
    >>> needed("GET", "/api/map"), needed("PATCH", "/api/actors/{number}"), needed("POST", "/api/something/new")
    ('viewer', 'editor', 'owner')
    """
    reads = method in {"GET", "HEAD"}
    return WRITE.get(("GET" if reads else method, route), READ if reads else "owner")


async def require(request: Request) -> None:
    """Refuse a request whose role is not enough for the route that it found."""
    signed: Signed | None = request.scope.get("ecotone.signed")
    if signed is None:  # the start-up token's holder, or a route that is open to all
        return
    route = str(getattr(request.scope.get("route"), "path", ""))
    role = needed(request.method, route)
    if not signed.may(role):
        raise AccessError(
            "Your role does not allow this", where=f"{request.method} {route}", got=signed.role, expected=f"{role} or more",
            remedy="Ask an owner of the record",
        )  # fmt: skip
