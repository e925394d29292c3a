/** Saved views: kept in the record, opened, told with a text, put in order, and presented one after the other. */
import * as Popover from "@radix-ui/react-popover";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { here, navigate } from "../address";
import { ApiError, ask } from "../api/client";
import { changedHere, client } from "../api/queries";
import type { View, Views as ViewsAnswer } from "../api/types";
import { t } from "../texts";
import { Cross, Play, Save } from "./icons";
import { May } from "./May";
import { present } from "./presenting";
import { say } from "./toast";
import "./views.css";

export const useViews = () =>
  useQuery({ queryKey: ["views"], queryFn: ({ signal }) => ask<ViewsAnswer>("/api/views", { signal }) });

interface Wish {
  name: string;
  address: string;
  text: string;
  place?: number;
  version?: number;
}

export function Views() {
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="button">
        <Save />
        {t.views.title}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover views" sideOffset={6} collisionPadding={12} aria-label={t.views.title}>
          <List close={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function List({ close }: { close(): void }) {
  const views = useViews().data?.views ?? [];
  const ids = useId();
  const [changing, setChanging] = useState<View | null>(null);
  /** What was to be written over a view that somebody else had changed meanwhile, and what stands there now. */
  const [refused, setRefused] = useState<{ mine: Wish; theirs: View } | null>(null);
  const told = {
    onError: async (error: Error, wish: Wish | View) => {
      if (!(error instanceof ApiError) || error.status !== 409 || !("address" in wish)) return say(error.message);
      const now = await client.fetchQuery<ViewsAnswer>({
        queryKey: ["views"],
        queryFn: () => ask<ViewsAnswer>("/api/views"),
        staleTime: 0,
      });
      const theirs = now.views.find((view) => view.name === wish.name);
      if (theirs) setRefused({ mine: wish, theirs });
      else say(error.message);
    },
    onSuccess: ({ batch }: ViewsAnswer) => void changedHere(batch),
  };
  const keep = useMutation({ mutationFn: (wish: Wish) => ask<ViewsAnswer>("/api/views", { body: wish }), ...told });
  const forget = useMutation({
    mutationFn: ({ name, version }: View) => ask<ViewsAnswer>("/api/views/forget", { body: { name, version } }),
    ...told,
  });
  const finish = (name: string) => {
    setChanging(null);
    setRefused(null);
    say(t.views.saved(name));
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    const name = String(given.get("name") ?? "").trim();
    const text = String(given.get("text") ?? "");
    if (!name) return;
    keep.mutate(
      changing
        ? { name: changing.name, address: here(), text, place: changing.place, version: changing.version }
        : { name, address: here(), text },
      {
        onSuccess: () => {
          form.reset();
          finish(name);
        },
      },
    );
  };
  return (
    <>
      <h3>{t.views.title}</h3>
      {views.length ? (
        <>
          <ol className="view-list">
            {views.map((view, index) => (
              <li key={view.name}>
                <button
                  type="button"
                  className="link-button view-name"
                  onClick={() => {
                    close();
                    navigate(view.address);
                  }}
                >
                  {view.name}
                </button>
                <May needs="editor">
                  <button
                    type="button"
                    className="link-button"
                    disabled={index === 0}
                    aria-label={t.views.up(view.name)}
                    onClick={() => keep.mutate({ ...wishOf(view), place: index - 1 })}
                  >
                    ↑
                  </button>
                  <button
                    type="button"
                    className="link-button"
                    aria-label={t.views.changeOne(view.name)}
                    onClick={() => setChanging(view)}
                  >
                    {t.views.change}
                  </button>
                  <button
                    type="button"
                    className="icon-button small-button"
                    aria-label={t.views.remove(view.name)}
                    onClick={() => forget.mutate(view)}
                  >
                    <Cross />
                  </button>
                </May>
              </li>
            ))}
          </ol>
          <button
            type="button"
            className="button"
            onClick={() => {
              close();
              present(0);
              navigate(views[0]!.address);
            }}
          >
            <Play />
            {t.views.present}
          </button>
        </>
      ) : (
        <p className="small muted">{t.views.help}</p>
      )}
      {refused ? (
        <div className="view-refused" role="alert">
          <p>{t.views.refused(refused.mine.name)}</p>
          <dl>
            <dt>{t.views.theirs}</dt>
            <dd>
              {refused.theirs.text || t.views.noText}
              {refused.theirs.address === refused.mine.address ? null : <code>{refused.theirs.address}</code>}
            </dd>
            <dt>{t.views.mine}</dt>
            <dd>
              {refused.mine.text || t.views.noText}
              {refused.theirs.address === refused.mine.address ? null : <code>{refused.mine.address}</code>}
            </dd>
          </dl>
          <button
            type="button"
            className="button"
            onClick={() => {
              setRefused(null);
              setChanging(null);
            }}
          >
            {t.views.keepTheirs}
          </button>
          <button
            type="button"
            className="button"
            onClick={() =>
              keep.mutate(
                { ...refused.mine, place: refused.theirs.place, version: refused.theirs.version },
                { onSuccess: () => finish(refused.mine.name) },
              )
            }
          >
            {t.views.writeMine}
          </button>
        </div>
      ) : null}
      <May needs="editor" said={t.views.save}>
        <form key={changing?.name ?? ""} onSubmit={submit} className="view-form">
          <label htmlFor={`${ids}-name`}>{changing ? t.views.changeOne(changing.name) : t.views.name}</label>
          {changing ? (
            <input type="hidden" name="name" value={changing.name} />
          ) : (
            <input id={`${ids}-name`} name="name" className="input" maxLength={200} required />
          )}
          <label htmlFor={`${ids}-text`}>{t.views.text}</label>
          <textarea
            id={`${ids}-text`}
            name="text"
            className="input"
            rows={3}
            maxLength={10000}
            defaultValue={changing?.text ?? ""}
          />
          <button type="submit" className="button primary" disabled={keep.isPending}>
            {changing ? t.views.replace : t.views.save}
          </button>
        </form>
      </May>
    </>
  );
}

const wishOf = ({ name, address, text, version }: View): Wish => ({ name, address, text, version });
