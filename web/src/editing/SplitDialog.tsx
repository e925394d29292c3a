/** Names in sources that are somebody else's: they become an actor of their own. */
import { useMemo, useState } from "react";
import { navigate } from "../address";
import type { ActorPage } from "../api/types";
import { t } from "../texts";
import { lineWrong, nameWrong } from "./checks";
import { EditForm } from "./EditForm";
import { LineField } from "./Field";
import { movable } from "./names";
import { useAuthor, useWriting } from "./writing";

export function SplitDialog({ page, onClose }: { page: ActorPage; onClose(): void }) {
  const groups = useMemo(() => movable(page.mentions), [page]);
  const [version] = useState(page.actor.version);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [typed, setTyped] = useState<string | null>(null);
  const [why, setWhy] = useState("");
  const { author, setAuthor, signed } = useAuthor();
  const writing = useWriting();
  const chosen = groups.filter((group) => ticked.has(group.key));
  const name = typed ?? chosen[0]?.name ?? "";
  const mentions = chosen.flatMap((group) => group.ids);
  const wrong = {
    names: !mentions.length
      ? t.editing.wrong.names
      : mentions.length === page.mentions.length
        ? t.editing.wrong.allNames
        : "",
    name: nameWrong(name),
    why: nameWrong(why),
    author: lineWrong(author),
  };
  const save = async () => {
    const written = await writing.write<ActorPage & { batch: number | null }>({
      path: `/api/actors/${page.actor.id}/split`,
      body: { version, mentions, name: name.trim(), reason: why.trim(), author },
      done: t.editing.parted(name.trim()),
    });
    if (!written) return;
    onClose();
    navigate(`/actors/${written.actor.id}`);
  };
  return (
    <EditForm
      title={t.editing.splitOf(page.actor.name)}
      help={t.editing.splitHelp}
      save={t.editing.doSplit}
      wrong={wrong}
      writing={writing}
      onSave={() => void save()}
      onClose={onClose}
    >
      {(shown) => (
        <>
          <fieldset className="edit-names">
            <legend>{t.editing.names}</legend>
            {groups.length < 2 && page.mentions.length < 2 ? <p>{t.editing.splitNone}</p> : null}
            {groups.map((group) => (
              <label key={group.key} className="check">
                <input
                  type="checkbox"
                  checked={ticked.has(group.key)}
                  aria-invalid={shown && wrong.names ? true : undefined}
                  onChange={(event) => {
                    const next = new Set(ticked);
                    if (event.target.checked) next.add(group.key);
                    else next.delete(group.key);
                    setTicked(next);
                  }}
                />
                <span>
                  <bdi>{group.name}</bdi>{" "}
                  <span className="muted small">
                    {[
                      group.source,
                      group.role,
                      group.place,
                      group.ids.length > 1 ? t.editing.times(group.ids.length) : "",
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                  </span>
                </span>
              </label>
            ))}
            {shown && wrong.names ? (
              <p className="edit-wrong small" role="alert">
                {wrong.names}
              </p>
            ) : null}
          </fieldset>
          <LineField label={t.editing.newName} value={name} wrong={shown ? wrong.name : ""} onChange={setTyped} />
          <LineField label={t.editing.why} value={why} wrong={shown ? wrong.why : ""} onChange={setWhy} />
          <LineField
            label={t.editing.author}
            value={author}
            wrong={wrong.author}
            readOnly={signed}
            onChange={setAuthor}
          />
        </>
      )}
    </EditForm>
  );
}
