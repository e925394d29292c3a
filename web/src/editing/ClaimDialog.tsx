/** Something said of an actor: a new claim, one of one's own corrected, or another beside what a source says. */
import { useId, useState } from "react";
import type { ActorPage, Claim } from "../api/types";
import { t } from "../texts";
import { dateWrong, endWrong, groundsWrong, nameWrong, numberOf, numberWrong } from "./checks";
import { EditForm, GroundsFields } from "./EditForm";
import { ChoiceField, Field, LineField } from "./Field";
import { useGrounds } from "./grounds";
import { useWriting } from "./writing";

const LONGEST_TEXT = 10_000;

interface Props {
  page: ActorPage;
  /** What is said already. */
  about?: Claim | undefined;
  /** Whether that is one's own and goes. */
  corrects?: boolean;
  onClose(): void;
}

export function ClaimDialog({ page, about, corrects, onClose }: Props) {
  const list = useId();
  const [field, setField] = useState(about?.field ?? "");
  const [kind, setKind] = useState(
    typeof about?.value === "number" ? "number" : typeof about?.value === "boolean" ? "flag" : "text",
  );
  const [text, setText] = useState(about?.value == null || typeof about.value === "boolean" ? "" : String(about.value));
  const [flag, setFlag] = useState(about?.value === false ? "no" : "yes");
  const [unit, setUnit] = useState(about?.unit ?? "");
  const [from, setFrom] = useState((corrects && about?.valid_from) || "");
  const [until, setUntil] = useState((corrects && about?.valid_to) || "");
  const [asOf, setAsOf] = useState((corrects && about?.as_of) || "");
  const { grounds, sent, signed, onGrounds } = useGrounds();
  const writing = useWriting();
  const fields = [...new Set(page.claims.map((claim) => claim.field))].sort();
  const wrong = {
    field: nameWrong(field, 200),
    value: kind === "number" ? numberWrong(text) : kind === "text" ? nameWrong(text, LONGEST_TEXT) : "",
    unit: unit.length > 200 ? t.editing.wrong.long(unit.length, 200) : "",
    from: dateWrong(from),
    until: endWrong(from, until),
    asOf: dateWrong(asOf),
    ...groundsWrong(grounds),
  };
  const save = async () => {
    const step = {
      do: "claim",
      field: field.trim(),
      value: kind === "number" ? numberOf(text) : kind === "flag" ? flag === "yes" : text.trim(),
      unit: kind === "number" ? unit.trim() : "",
      valid_from: from.trim() || null,
      valid_to: until.trim() || null,
      as_of: asOf.trim() || null,
      ...(corrects && about ? { instead: about.id, version: about.version } : {}),
    };
    const written = await writing.write({
      path: `/api/actors/${page.actor.id}`,
      method: "PATCH",
      body: { steps: [step], ...sent },
      done: t.editing.said(field.trim()),
    });
    if (written) onClose();
  };
  const title = about
    ? corrects
      ? t.editing.correctOf(about.field)
      : t.editing.otherwiseOf(about.field)
    : t.editing.sayOf(page.actor.name);
  return (
    <EditForm
      title={title}
      save={t.editing.save}
      wrong={wrong}
      writing={writing}
      onSave={() => void save()}
      onClose={onClose}
    >
      {(shown) => (
        <>
          <div className="edit-pair">
            <LineField
              label={t.editing.field}
              value={field}
              help={t.editing.fieldHelp}
              wrong={shown ? wrong.field : ""}
              readOnly={about !== undefined}
              list={list}
              onChange={setField}
            />
            <ChoiceField label={t.editing.valueKind} value={kind} onChange={setKind}>
              {Object.entries(t.editing.valueKinds).map(([name, label]) => (
                <option key={name} value={name}>
                  {label}
                </option>
              ))}
            </ChoiceField>
          </div>
          <datalist id={list}>
            {fields.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
          {kind === "flag" ? (
            <ChoiceField label={t.editing.value} value={flag} onChange={setFlag}>
              <option value="yes">{t.editing.yes}</option>
              <option value="no">{t.editing.no}</option>
            </ChoiceField>
          ) : kind === "number" ? (
            <div className="edit-pair">
              <LineField label={t.editing.value} value={text} wrong={shown ? wrong.value : ""} onChange={setText} />
              <LineField label={t.editing.unit} value={unit} wrong={wrong.unit} onChange={setUnit} />
            </div>
          ) : (
            <Field label={t.editing.value} wrong={shown || text.length > LONGEST_TEXT ? wrong.value : ""}>
              {(control) => (
                <textarea
                  {...control}
                  className="input"
                  dir="auto"
                  rows={2}
                  value={text}
                  onChange={(event) => setText(event.target.value)}
                />
              )}
            </Field>
          )}
          <div className="edit-three">
            <LineField
              label={t.editing.from}
              value={from}
              help={t.editing.dateHelp}
              wrong={shown ? wrong.from : ""}
              onChange={setFrom}
            />
            <LineField
              label={t.editing.until}
              value={until}
              help={t.editing.open}
              wrong={shown ? wrong.until : ""}
              onChange={setUntil}
            />
            <LineField
              label={t.editing.asOf}
              value={asOf}
              help={t.editing.asOfHelp}
              wrong={shown ? wrong.asOf : ""}
              onChange={setAsOf}
            />
          </div>
          <GroundsFields grounds={grounds} signed={signed} shown={shown} onGrounds={onGrounds} />
        </>
      )}
    </EditForm>
  );
}
