/** What the signed-in role may not do is not offered; where that leaves a gap, the reason stands in it. */
import type { ReactNode } from "react";
import { t } from "../texts";
import { allows, type Role } from "./roles";
import { useMe } from "./SignedIn";

/** The role of whoever looks, once it is known. */
export const useRole = (): Role | null => useMe().data?.role ?? null;

/** Whether the role is enough; until it is known the server alone decides. */
export function useMay(needed: Role): boolean {
  const role = useRole();
  return !role || allows(role, needed);
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
