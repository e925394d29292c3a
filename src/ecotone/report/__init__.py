"""The dossier, and the one layout that shows any answer: a self-contained HTML page with figures as SVG."""

from ecotone.report.dossier import dossier
from ecotone.report.page import page

__all__ = ["dossier", "page"]
