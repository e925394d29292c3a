/** What an actor needs or offers, in the words of the catalogue of capabilities. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../api/client";
import type { ActorPage, StakeholderChoices } from "../api/types";
import { Waiting } from "../shell/States";
import { t } from "../texts";
import { groundsWrong } from "./checks";
import { EditForm, GroundsFields } from "./EditForm";
import { ChoiceField } from "./Field";
import { useGrounds } from "./grounds";
import { useWriting } from "./writing";

export function NeedDialog({ page, onClose }: { page: ActorPage; onClose(): void }) {
  const { data, error } = useQuery({
    queryKey: ["stakeholder choices"],
    queryFn: ({ signal }) => ask<StakeholderChoices>("/api/stakeholders/choices", { signal }),
  });
  const [what, setWhat] = useState<"need" | "offer">("need");
  const [chosen, choose] = useState("");
  const [level, setLevel] = useState("2");
  const { grounds, signed, onGrounds } = useGrounds();
  const writing = useWriting();
  const capability = chosen || (data?.capabilities[0]?.id ?? "");
  const families = [...new Set(data?.capabilities.map((one) => one.family))];
  const save = async () => {
    const name = data?.capabilities.find((one) => one.id === capability)?.name ?? capability;
    const author = grounds.author.trim();
    const written = await writing.write({
      path: "/api/stakeholders/capability",
      body: {
        actor: page.actor.id,
        what,
        capability,
        level: Number(level),
        said_by: author,
        author,
        ...(grounds.address.trim() ? { evidence: grounds.address.trim() } : {}),
      },
      done: t.editing.said(name),
    });
    if (written) onClose();
  };
  const wrong = groundsWrong({ ...grounds, source: "" });
  return (
    <EditForm
      title={t.editing.needOf(page.actor.name)}
      save={t.editing.save}
      wrong={{ address: wrong.address, author: grounds.author.trim() ? wrong.author : t.editing.wrong.missing }}
      writing={writing}
      onSave={() => void save()}
      onClose={onClose}
    >
      {(shown) => (
        <>
          {data ? null : error ? <p role="alert">{error.message}</p> : <Waiting text={t.loading.screen} />}
          <div className="edit-pair">
            <ChoiceField
              label={t.editing.need}
              value={what}
              onChange={(value) => setWhat(value === "offer" ? "offer" : "need")}
            >
              <option value="need">{t.editing.needs}</option>
              <option value="offer">{t.editing.offers}</option>
            </ChoiceField>
            <ChoiceField label={t.editing.capability} value={capability} onChange={choose}>
              {families.map((family) => (
                <optgroup key={family} label={family}>
                  {data?.capabilities
                    .filter((one) => one.family === family)
                    .map((one) => (
                      <option key={one.id} value={one.id} title={one.means}>
                        {one.name}
                      </option>
                    ))}
                </optgroup>
              ))}
            </ChoiceField>
          </div>
          <ChoiceField
            label={t.editing.level}
            value={level}
            help={data?.capabilities.find((one) => one.id === capability)?.means}
            onChange={setLevel}
          >
            {data?.[what]
              .filter((one) => one.level > 0)
              .map((one) => (
                <option key={one.level} value={one.level}>
                  {`${one.level}: ${one.says}`}
                </option>
              ))}
            <option value="0">{t.editing.noLonger}</option>
          </ChoiceField>
          <GroundsFields
            grounds={{ ...grounds, source: "" }}
            signed={signed}
            shown={shown}
            addressOnly
            onGrounds={onGrounds}
          />
        </>
      )}
    </EditForm>
  );
}
