/** Find an FDA product code by words; one that is chosen answers class, submission and third-party review at once. */
import { useId, useState } from "react";
import { href } from "../address";
import { useAnswer } from "../api/queries";
import { t } from "../texts";

export function Codes({ onChoose }: { onChoose(code: string): void }) {
  const id = useId();
  const [words, setWords] = useState("");
  const { data } = useAnswer(
    words.trim().length > 1 ? href("/api/pathway/codes", { q: words.trim(), limit: 6 }) : null,
  );
  const rows = words.trim().length > 1 ? (data?.tables[0]?.rows ?? []) : [];
  return (
    <div className="codes">
      <label htmlFor={id}>{t.pathway.code}</label>
      <input
        id={id}
        className="input"
        type="search"
        maxLength={200}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      {rows.length ? (
        <ul>
          {rows.map((row) => (
            <li key={String(row.code)}>
              <button
                type="button"
                className="link-button"
                aria-label={t.pathway.codeUse(String(row.code))}
                onClick={() => onChoose(String(row.code))}
              >
                {String(row.code)}
              </button>
              <span>{String(row.name)}</span>
            </li>
          ))}
        </ul>
      ) : words.trim().length > 1 && data ? (
        <p className="small muted">{t.pathway.codeNone}</p>
      ) : null}
    </div>
  );
}
