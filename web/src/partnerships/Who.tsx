/** Who looks for a partner, and who might be chosen: found by part of their names, shown as chips. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "../address";
import { ask } from "../api/client";
import type { ActorPage } from "../api/types";
import { ActorPicker } from "../shell/ActorPicker";
import { Cross } from "../shell/icons";
import { t } from "../texts";
import { here, type State } from "./state";

/** The name of an actor that the address gives by its id; a name stays as it is. */
export function useActorName(text: string): string {
  const known = /^\d+$/.test(text);
  const { data } = useQuery({
    queryKey: ["actor", Number(text)],
    enabled: known,
    queryFn: ({ signal }) => ask<ActorPage>(`/api/actors/${text}`, { signal }),
  });
  return known ? (data?.actor.name ?? text) : text;
}

export function ActorChip({ text, onRemove }: { text: string; onRemove(): void }) {
  const name = useActorName(text);
  return (
    <span className="chip">
      {/^\d+$/.test(text) ? <Link to={`/actors/${text}`}>{name}</Link> : name}
      <button type="button" aria-label={t.partnerships.remove(name)} onClick={onRemove}>
        <Cross />
      </button>
    </span>
  );
}

export function Who({ state, onChange }: { state: State; onChange(change: Partial<State>): void }) {
  return (
    <section className="card partner-who" aria-label={t.partnerships.who}>
      <div>
        <ActorPicker
          label={t.partnerships.findSeeker}
          onPick={(found) =>
            onChange({
              seeker: String(found.id),
              candidates: state.candidates.filter((one) => one !== String(found.id)),
            })
          }
        />
        {state.seeker ? (
          <p>
            <span className="small muted">{t.partnerships.seeker}: </span>
            <ActorChip text={state.seeker} onRemove={() => onChange({ seeker: "" })} />
          </p>
        ) : null}
      </div>
      <div>
        <ActorPicker
          label={t.partnerships.findCandidate}
          onPick={(found) => {
            const id = String(found.id);
            if (id !== state.seeker && !state.candidates.includes(id))
              onChange({ candidates: [...state.candidates, id] });
          }}
        />
        {state.candidates.length ? (
          <p className="partner-row">
            <span className="small muted">{t.partnerships.candidates}: </span>
            {state.candidates.map((one) => (
              <ActorChip
                key={one}
                text={one}
                onRemove={() => onChange({ candidates: state.candidates.filter((other) => other !== one) })}
              />
            ))}
          </p>
        ) : null}
      </div>
      {state.seeker && state.candidates.length >= 2 ? null : (
        <p className="muted">
          {state.seeker && state.candidates.length ? t.partnerships.more : t.partnerships.begin}{" "}
          <Link to={here("recommend", state)}>{t.partnerships.example}</Link>.
        </p>
      )}
    </section>
  );
}
