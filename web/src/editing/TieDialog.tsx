/** A tie of one's own: to whom, of what kind, which way, from when until when, and what it rests on. */
import { useState } from "react";
import { useRecord } from "../api/queries";
import type { ActorPage, Found, KindCount } from "../api/types";
import { ActorBox } from "../shell/ActorBox";
import "../shell/picker.css";
import { Cross } from "../shell/icons";
import { t } from "../texts";
import { dateWrong, endWrong, groundsWrong, nameWrong, numberOf, weightWrong } from "./checks";
import { EditForm, GroundsFields } from "./EditForm";
import { ChoiceField, Field, LineField } from "./Field";
import { useGrounds } from "./grounds";
import { useWriting } from "./writing";

const OTHER = "\u0000";

export function TieDialog({ page, onClose }: { page: ActorPage; onClose(): void }) {
  const { data: record } = useRecord();
  const kinds: KindCount[] = record?.kinds ?? [];
  const [other, setOther] = useState<Found | null>(null);
  const [chosen, choose] = useState("");
  const [own, setOwn] = useState("");
  const [direction, turn] = useState("");
  const [weight, setWeight] = useState("1");
  const [from, setFrom] = useState("");
  const [until, setUntil] = useState("");
  const { grounds, sent, signed, onGrounds } = useGrounds();
  const writing = useWriting();
  const kind = chosen || (kinds.some((one) => one.name === "relation") ? "relation" : (kinds[0]?.name ?? OTHER));
  const entry = kinds.find((one) => one.name === kind);
  const way = direction || (entry && !entry.directed ? "both" : "out");
  const roles = [entry?.source_role ?? "from", entry?.target_role ?? "to"] as const;
  const wrong = {
    other: other && other.id !== page.actor.id ? "" : t.editing.wrong.actor,
    own: kind === OTHER ? nameWrong(own, 200) : "",
    weight: weightWrong(weight),
    from: dateWrong(from),
    until: endWrong(from, until),
    ...groundsWrong(grounds),
  };
  const save = async () => {
    const step = {
      do: "tie",
      other: other!.id,
      kind: kind === OTHER ? own.trim() : kind,
      direction: way,
      weight: numberOf(weight),
      valid_from: from.trim() || null,
      valid_to: until.trim() || null,
    };
    const written = await writing.write({
      path: `/api/actors/${page.actor.id}`,
      method: "PATCH",
      body: { steps: [step], ...sent },
      done: t.editing.tied(other!.name),
    });
    if (written) onClose();
  };
  return (
    <EditForm
      title={t.editing.tieOf(page.actor.name)}
      save={t.editing.tie}
      wrong={wrong}
      writing={writing}
      onSave={() => void save()}
      onClose={onClose}
    >
      {(shown) => (
        <>
          <Who label={t.editing.other} chosen={other} wrong={shown ? wrong.other : ""} onChoose={setOther} />
          <div className="edit-pair">
            <ChoiceField label={t.editing.tieKind} value={kind} onChange={choose}>
              {kinds.map((one) => (
                <option key={one.name} value={one.name}>
                  {one.label}
                </option>
              ))}
              <option value={OTHER}>{t.editing.otherKind}</option>
            </ChoiceField>
            {kind === OTHER ? (
              <LineField label={t.editing.ownKind} value={own} wrong={shown ? wrong.own : ""} onChange={setOwn} />
            ) : null}
          </div>
          <ChoiceField label={t.editing.direction} value={way} onChange={turn}>
            <option value="out">{t.editing.directions.out(...roles)}</option>
            <option value="in">{t.editing.directions.in(...roles)}</option>
            <option value="both">{t.editing.directions.both}</option>
          </ChoiceField>
          <div className="edit-three">
            <LineField
              label={t.editing.from}
              value={from}
              wrong={shown ? wrong.from : ""}
              help={t.editing.dateHelp}
              onChange={setFrom}
            />
            <LineField
              label={t.editing.until}
              value={until}
              wrong={shown ? wrong.until : ""}
              help={t.editing.open}
              onChange={setUntil}
            />
            <LineField
              label={t.editing.weight}
              value={weight}
              wrong={shown ? wrong.weight : ""}
              help={entry && entry.weight !== "as given" ? t.editing.weightHelp(entry.weight) : undefined}
              onChange={setWeight}
            />
          </div>
          <GroundsFields grounds={grounds} signed={signed} shown={shown} onGrounds={onGrounds} />
        </>
      )}
    </EditForm>
  );
}

interface WhoProps {
  label: string;
  chosen: Found | null;
  wrong: string;
  onChoose(found: Found | null): void;
}

/** Choose another actor; the one that is chosen can be taken back. */
export function Who({ label, chosen, wrong, onChoose }: WhoProps) {
  return (
    <Field label={label} wrong={wrong}>
      {({ id }) =>
        chosen ? (
          <span className="chip edit-chosen">
            <bdi>{chosen.name}</bdi>
            <button id={id} type="button" aria-label={t.editing.removeOf(chosen.name)} onClick={() => onChoose(null)}>
              <Cross />
            </button>
          </span>
        ) : (
          <div className="picker">
            <ActorBox id={id} label={label} className="input" onPick={onChoose} />
          </div>
        )
      }
    </Field>
  );
}
