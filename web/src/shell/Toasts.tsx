/** Where short messages are shown and read out. */
import { t } from "../texts";
import { Cross } from "./icons";
import { closeToast, useToasts } from "./toast";
import "./toasts.css";

export function Toasts() {
  const toasts = useToasts();
  return (
    <section className="toasts" aria-label={t.toast.label} aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className="toast">
          <span>{toast.text}</span>
          {toast.action ? (
            <button
              type="button"
              className="link-button"
              onClick={() => {
                toast.action?.run();
                closeToast(toast.id);
              }}
            >
              {toast.action.label}
            </button>
          ) : null}
          <button type="button" className="icon-button" aria-label={t.toast.close} onClick={() => closeToast(toast.id)}>
            <Cross />
          </button>
        </div>
      ))}
    </section>
  );
}
