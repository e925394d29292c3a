/** Who is signed in and what they may do, with the way out; nothing where nobody signs in. */
import { useQuery } from "@tanstack/react-query";
import { ask, askText } from "../api/client";
import type { Me } from "../api/types";
import { t } from "../texts";
import { useCommands } from "./commands";
import { Leave } from "./icons";
import { say } from "./toast";

export function SignedIn({ me }: { me: Me }) {
  const leave = () =>
    void askText("/signout", { method: "POST" })
      .then(() => window.location.assign("/signin"))
      .catch((error: Error) => say(error.message));
  useCommands(() => [{ group: t.commands.act, label: t.me.leave, run: leave }]);
  const who = t.me.signedIn(me.name ?? "", t.me.roles[me.role]);
  return (
    <span className="bar-me">
      <span className="small" title={who}>
        {who}
      </span>
      <button
        type="button"
        className="icon-button"
        aria-label={t.me.leave}
        title={`${who}. ${t.me.leave}`}
        onClick={leave}
      >
        <Leave />
      </button>
    </span>
  );
}

/** Who is signed in, asked once a page. */
export const useMe = () =>
  useQuery({
    queryKey: ["me"],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => ask<Me>("/api/me", { signal }),
  });
