/** Taking an actor out: what goes with it is named before. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { navigate } from "../address";
import { ask } from "../api/client";
import type { ActorPage, ActorRemoval } from "../api/types";
import { Waiting } from "../shell/States";
import { t } from "../texts";
import { EditForm } from "./EditForm";
import { useAuthor, useWriting } from "./writing";

export function RemoveDialog({ page, onClose }: { page: ActorPage; onClose(): void }) {
  const [actor] = useState(page.actor);
  const { data, error } = useQuery({
    queryKey: ["removal", actor.id],
    staleTime: 0,
    queryFn: ({ signal }) => ask<ActorRemoval>(`/api/actors/${actor.id}/removal`, { signal }),
  });
  const { author } = useAuthor();
  const writing = useWriting();
  const save = async () => {
    const written = await writing.write({
      path: `/api/actors/${actor.id}/remove`,
      body: { version: actor.version, author },
      done: t.editing.removed(actor.name),
    });
    if (!written) return;
    onClose();
    navigate("/actors");
  };
  const goes = data
    ? [
        data.ties ? t.editing.goesTies(data.ties) : "",
        data.claims ? t.editing.goesClaims(data.claims) : "",
        data.notes ? t.editing.goesNotes(data.notes) : "",
        data.merged ? t.editing.goesMerged(data.merged) : "",
      ].filter(Boolean)
    : [];
  return (
    <EditForm
      title={t.editing.removalOf(actor.name)}
      save={t.editing.remove}
      danger
      wrong={{}}
      writing={writing}
      onSave={() => void save()}
      onClose={onClose}
    >
      {() =>
        data ? (
          <>
            <h3>{t.editing.goes}</h3>
            {goes.length ? (
              <ul className="edit-goes">
                {goes.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            ) : (
              <p>{t.editing.goesNothing}</p>
            )}
            {data.waiting ? <p>{t.editing.waits(data.waiting, data.stated)}</p> : null}
            <p className="small muted">{t.editing.comesBack}</p>
          </>
        ) : error ? (
          <p role="alert">{error.message}</p>
        ) : (
          <Waiting text={t.loading.screen} />
        )
      }
    </EditForm>
  );
}
