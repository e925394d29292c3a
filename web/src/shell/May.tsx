/** What the signed-in role may not do is not offered; where that leaves a gap, the reason stands in it. */
import type { ReactNode } from "react";
import type { Me } from "../api/types";
import { t } from "../texts";
import { useMe } from "./SignedIn";

type Role = Me["role"];

/** Each may also do what stands before it. */
export const ROLES: readonly Role[] = ["viewer", "commenter", "rater", "editor", "owner"];

export const allows = (role: Role, needed: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed);

/** Whether the role is enough; until it is known the server alone decides. */
export function useMay(needed: Role): boolean {
  const { data } = useMe();
  return !data || allows(data.role, needed);
}

/** `said`: what needs the role, told to those who may not. */
export function May({ needs, said, children }: { needs: Role; said?: string; children: ReactNode }) {
  if (useMay(needs)) return children;
  return said ? (
    <p className="card small no-print" role="note">
      {t.me.needs(said, t.me.roles[needs])}
    </p>
  ) : null;
}
