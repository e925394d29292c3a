/** A presentation: the saved views one after the other, each on its own screen, with its text below. */
import { useCallback, useEffect } from "react";
import { navigate } from "../address";
import { t } from "../texts";
import { Cross } from "./icons";
import { present } from "./presenting";
import { useViews } from "./Views";
import "./presenter.css";

export default function Presenter({ at }: { at: number }) {
  const { data, error } = useViews();
  const views = data?.views ?? [];
  const view = views[at];
  const go = useCallback(
    (to: number) => {
      const next = views[to];
      if (!next) return;
      present(to);
      navigate(next.address);
    },
    [views],
  );
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      const keys: Record<string, () => void> = {
        Escape: () => present(null),
        PageDown: () => go(at + 1),
        PageUp: () => go(at - 1),
        ArrowRight: () => go(at + 1),
        ArrowLeft: () => go(at - 1),
      };
      const act = keys[event.key];
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      act();
    };
    document.addEventListener("keydown", key, { capture: true });
    return () => document.removeEventListener("keydown", key, { capture: true });
  }, [go, at]);
  return (
    <section className="presenter" aria-label={t.present.label}>
      {error ? <p role="alert">{error.message}</p> : null}
      <div aria-live="polite">
        <h2>{view?.name ?? t.present.none}</h2>
        {view?.text ? <p>{view.text}</p> : null}
      </div>
      <div className="presenter-keys">
        <button type="button" className="button" disabled={at <= 0} onClick={() => go(at - 1)}>
          {t.present.before}
        </button>
        <span className="number">{t.present.at(at + 1, views.length)}</span>
        <button type="button" className="button primary" disabled={at >= views.length - 1} onClick={() => go(at + 1)}>
          {t.present.next}
        </button>
        <button type="button" className="icon-button" aria-label={t.present.end} onClick={() => present(null)}>
          <Cross />
        </button>
      </div>
    </section>
  );
}
