import type { Actor } from "../state/actor.ts";
import type { World } from "../state/world.ts";

/** What a resolver may ask besides the object it stands on. */
export interface Scope {
  readonly world: World;
  readonly actor: Actor;
  readonly asOf: number;
}

export type Arguments = Readonly<Record<string, unknown>>;

/** An object on its way through the executor: its type's name and the record behind it. */
export interface Node {
  readonly type: string;
  readonly of: unknown;
}

export interface FieldType {
  /** A leaf, one object of a type, or a list of objects behind GitHub's connection. */
  readonly shape: "leaf" | "object" | "list" | "connection";
  /** Name of the object type, interface or union; empty for leaves. */
  readonly type: string;
  /** Arguments the field takes; connections take the paging ones besides. */
  readonly args: readonly string[];
  readonly resolve: (of: unknown, args: Arguments, scope: Scope) => unknown;
}

/** Object types by name, each with its fields. */
export type ObjectTypes = ReadonlyMap<string, ReadonlyMap<string, FieldType>>;

export interface Schema {
  readonly objects: ObjectTypes;
  /** Interfaces and unions: the object types they stand for and the fields they have themselves. */
  readonly abstracts: ReadonlyMap<string, { readonly of: readonly string[]; readonly fields: readonly string[] }>;
}

type Resolve<T> = (of: T, args: Arguments, scope: Scope) => unknown;

/** A field without selections. */
export function leaf<T>(resolve: Resolve<T>, ...args: string[]): FieldType {
  return field("leaf", "", { resolve, args });
}

/** A field that gives a node or null. */
export function object<T>(type: string, resolve: Resolve<T>, ...args: string[]): FieldType {
  return field("object", type, { resolve, args });
}

/** A field that gives plain nodes in a list. */
export function list<T>(type: string, resolve: Resolve<T>, ...args: string[]): FieldType {
  return field("list", type, { resolve, args });
}

/** A paged field; the resolver gives all nodes. */
export function connection<T>(type: string, resolve: Resolve<T>, ...args: string[]): FieldType {
  return field("connection", type, { resolve, args });
}

function field<T>(
  shape: FieldType["shape"],
  type: string,
  of: { resolve: Resolve<T>; args: readonly string[] },
): FieldType {
  // A type's resolvers only ever meet the records that its nodes carry.
  const resolve = (on: unknown, args: Arguments, scope: Scope): unknown => of.resolve(on as T, args, scope);
  return { shape, type, args: of.args, resolve };
}

export function typeOf(fields: Readonly<Record<string, FieldType>>): ReadonlyMap<string, FieldType> {
  return new Map(Object.entries(fields));
}
