/** A modal dialog: the browser's own, which keeps the focus inside, gives it back, and closes on Escape. */
import { type ReactNode, useEffect, useId, useRef } from "react";
import { t } from "../texts";
import { Cross } from "./icons";

export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; the click on the backdrop is a second way
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={heading}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className="dialog-inner">
        <header>
          <h2 id={heading}>{title}</h2>
          <button type="button" className="icon-button" aria-label={t.keys.close} onClick={onClose}>
            <Cross />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
