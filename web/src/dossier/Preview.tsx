/**
 * The page as it will be, shown inside this one without a frame: its body and its style sheet live in a shadow tree, so
 * neither side's styles reach the other, and the browser's print prints it. The page runs nothing: it holds no scripts.
 */
import { useEffect, useRef } from "react";

const STYLE = /<style>([\s\S]*?)<\/style>/;

/** Make a page's style sheet one of a shadow tree, always in the colours of print. */
export const inside = (css: string): string =>
  css
    .replaceAll(/:root\b/g, ":host")
    .replaceAll(/(^|[},\s])body(?=[\s{,.>])/g, "$1.body")
    .replaceAll(/@media screen and \(prefers-color-scheme:\s*dark\)/g, "@media not all")
    .replaceAll("color-scheme:light dark", "color-scheme:light");

export function Preview({ html, label }: { html: string; label: string }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
    // The policy of this page forbids style elements, so the sheet is taken out before the rest is read.
    const css = STYLE.exec(html)?.[1] ?? "";
    const page = new DOMParser().parseFromString(html.replace(STYLE, ""), "text/html");
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(inside(css));
    root.adoptedStyleSheets = [sheet];
    const body = document.createElement("div");
    body.className = "body";
    for (const child of [...page.body.children]) {
      if (child.tagName === "SCRIPT") continue;
      // It stands inside this page's own main part, so its landmarks become plain parts.
      child.setAttribute("role", "none");
      body.append(document.importNode(child, true));
    }
    root.replaceChildren(body);
    const jump = (event: Event) => {
      const link = (event.target as Element).closest?.('a[href^="#"]');
      if (!link) return;
      event.preventDefault();
      root.querySelector(`[id="${CSS.escape(link.getAttribute("href")!.slice(1))}"]`)?.scrollIntoView();
    };
    root.addEventListener("click", jump);
    return () => root.removeEventListener("click", jump);
  }, [html]);
  return <section ref={host} className="dossier-page" aria-label={label} />;
}
