"""The questions about stakeholders, each answered from a record: whom to engage, who is missing, what is needed, what was expected."""

from ecotone.stakeholders.answers.attention import attention
from ecotone.stakeholders.answers.coverage import needs
from ecotone.stakeholders.answers.engagement import plan
from ecotone.stakeholders.answers.expected import expectations
from ecotone.stakeholders.answers.relations import report, surveys
from ecotone.stakeholders.answers.standing import classes, grid
from ecotone.stakeholders.answers.vocabulary import capabilities

__all__ = ["attention", "capabilities", "classes", "expectations", "grid", "needs", "plan", "report", "surveys"]
