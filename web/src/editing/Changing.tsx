/** What is being changed of an actor: one dialog at a time. */
import type { ActorPage, Claim } from "../api/types";
import { ActorDialog } from "./ActorDialog";
import { ClaimDialog } from "./ClaimDialog";
import { EndDialog, type Own } from "./EndDialog";
import { MergeDialog } from "./MergeDialog";
import { NeedDialog } from "./NeedDialog";
import { RemoveDialog } from "./RemoveDialog";
import { SplitDialog } from "./SplitDialog";
import { TieDialog } from "./TieDialog";

export type Doing =
  | { what: "edit" | "tie" | "need" | "merge" | "split" | "remove" }
  | { what: "claim"; about?: Claim; corrects?: boolean }
  | { what: "end"; own: Own };

export function Changing({ page, doing, onClose }: { page: ActorPage; doing: Doing; onClose(): void }) {
  const common = { page, onClose };
  switch (doing.what) {
    case "edit":
      return <ActorDialog {...common} />;
    case "tie":
      return <TieDialog {...common} />;
    case "claim":
      return <ClaimDialog {...common} about={doing.about} corrects={doing.corrects ?? false} />;
    case "need":
      return <NeedDialog {...common} />;
    case "end":
      return <EndDialog {...common} own={doing.own} />;
    case "merge":
      return <MergeDialog {...common} />;
    case "split":
      return <SplitDialog {...common} />;
    case "remove":
      return <RemoveDialog {...common} />;
  }
}
