/** The sheet of keys: those that work everywhere, those that go to a screen, and those of the map. */
import { useScreens } from "../screens";
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

export default function KeysSheet({ onClose }: { onClose: () => void }) {
  const screens = useScreens();
  return (
    <Dialog title={t.keys.title} onClose={onClose}>
      <Group title={t.keys.everywhere} rows={t.keys.rows.everywhere} />
      <Group
        title={t.keys.screens}
        rows={screens.map((one) => [t.keys.after(one.key.toUpperCase()), t.keys.go(t.nav[one.name])])}
      />
      <Group title={t.keys.map} rows={t.keys.rows.map} />
    </Dialog>
  );
}
