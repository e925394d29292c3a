/** Notes about an actor, for those who work on the record. */
import { type FormEvent, useId, useState } from "react";
import type { ActorPage } from "../api/types";
import { May } from "../shell/May";
import { t } from "../texts";
import { useAuthor, useWriting } from "./writing";
import "./editing.css";

const LONGEST_NOTE = 10_000;

export function Notes({ page }: { page: ActorPage }) {
  const id = useId();
  const [text, setText] = useState("");
  const { author } = useAuthor();
  const writing = useWriting();
  const path = `/api/actors/${page.actor.id}`;
  const long = text.trim().length > LONGEST_NOTE;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!text.trim() || long || writing.busy) return;
    if (await writing.write({ path: `${path}/note`, body: { text: text.trim(), author }, done: t.editing.noted }))
      setText("");
  };
  return (
    <May needs="commenter">
      <section className="actor-section no-print" aria-label={t.editing.notes}>
        <h2>{t.editing.notes}</h2>
        <p className="muted small">{t.editing.notesHelp}</p>
        <ul className="long">
          {page.notes.map((note) => (
            <li key={note.id}>
              <p className="edit-note" dir="auto">
                {note.text}
              </p>
              <div className="line">
                <span className="muted small">{t.editing.noteBy(note.author, note.written_on)}</span>
                <May needs="editor">
                  <button
                    type="button"
                    className="link-button small"
                    aria-label={t.editing.removeOf(t.editing.theNote(note.written_on))}
                    onClick={() =>
                      void writing.write({
                        path,
                        method: "PATCH",
                        body: {
                          steps: [{ do: "remove", table: "note", id: note.id, version: note.version }],
                          author,
                        },
                        done: t.editing.removed(t.editing.theNote(note.written_on)),
                      })
                    }
                  >
                    {t.editing.remove}
                  </button>
                </May>
              </div>
            </li>
          ))}
        </ul>
        <form className="edit-field" onSubmit={(event) => void submit(event)}>
          <label htmlFor={id}>{t.editing.note}</label>
          <textarea
            id={id}
            className="input"
            rows={2}
            dir="auto"
            value={text}
            aria-invalid={long || undefined}
            aria-describedby={long ? `${id}-long` : undefined}
            onChange={(event) => setText(event.target.value)}
          />
          {long ? (
            <p id={`${id}-long`} className="edit-wrong small">
              {t.editing.wrong.long(text.trim().length, LONGEST_NOTE)}
            </p>
          ) : null}
          {writing.error ? (
            <p className="warning" role="alert">
              {writing.error.message}
            </p>
          ) : null}
          <p>
            <button type="submit" className="button" disabled={!text.trim() || long || writing.busy}>
              {t.editing.addNote}
            </button>
          </p>
        </form>
      </section>
    </May>
  );
}
