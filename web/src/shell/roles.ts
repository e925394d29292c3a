/** Roles in the order of what they may do. */
import type { Me } from "../api/types";

export type Role = Me["role"];

/** Each may also do what stands before it. */
export const ROLES: readonly Role[] = ["viewer", "commenter", "rater", "editor", "owner"];

export const allows = (role: Role, needed: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed);
