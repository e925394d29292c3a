/** Two entries that are one actor. */
import { useState } from "react";
import { navigate } from "../address";
import type { ActorPage, Found } from "../api/types";
import { t } from "../texts";
import { lineWrong, nameWrong } from "./checks";
import { EditForm } from "./EditForm";
import { ChoiceField, LineField } from "./Field";
import { Who } from "./TieDialog";
import { useAuthor, useWriting } from "./writing";

export function MergeDialog({ page, onClose }: { page: ActorPage; onClose(): void }) {
  const { actor } = page;
  const [other, setOther] = useState<Found | null>(null);
  const [stays, setStays] = useState<"this" | "other">("this");
  const [why, setWhy] = useState<string>(t.editing.sameActor);
  const { author, setAuthor, signed } = useAuthor();
  const writing = useWriting();
  const wrong = {
    other: other && other.id !== actor.id ? "" : t.editing.wrong.actor,
    why: nameWrong(why),
    author: lineWrong(author),
  };
  const save = async () => {
    const [gone, into] = stays === "this" ? [other!, actor] : [actor, other!];
    const written = await writing.write({
      path: "/api/merge",
      body: { actor: gone.id, into: into.id, reason: why.trim(), author },
      done: t.editing.merged(gone.name, into.name),
    });
    if (!written) return;
    onClose();
    navigate(`/actors/${into.id}`);
  };
  return (
    <EditForm
      title={t.editing.mergeOf(actor.name)}
      help={t.editing.mergeHelp}
      save={t.editing.doMerge}
      wrong={wrong}
      writing={writing}
      onSave={() => void save()}
      onClose={onClose}
    >
      {(shown) => (
        <>
          <Who label={t.editing.mergeWith} chosen={other} wrong={shown ? wrong.other : ""} onChoose={setOther} />
          {other ? (
            <ChoiceField
              label={t.editing.stays}
              value={stays}
              onChange={(value) => setStays(value === "other" ? "other" : "this")}
            >
              <option value="this">{actor.name}</option>
              <option value="other">{other.name}</option>
            </ChoiceField>
          ) : null}
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
