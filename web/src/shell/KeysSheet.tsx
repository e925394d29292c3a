/** The sheet of keys. */
import { t } from "../texts";
import { Dialog } from "./Dialog";

function Group({ title, rows }: { title: string; rows: readonly (readonly string[])[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl className="keys">
        {rows.map(([key, does]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function KeysSheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t.keys.title} onClose={onClose}>
      <Group title={t.keys.everywhere} rows={t.keys.rows.everywhere} />
      <Group title={t.keys.map} rows={t.keys.rows.map} />
    </Dialog>
  );
}
