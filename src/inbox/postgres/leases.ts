import type { Session } from "./database.ts";

/**
 * Whether this owner may do what only one replica does at a time, for so many milliseconds from now by the database's
 * clock. Asked again before they are over, it goes on.
 */
export async function takeLease(
  session: Session,
  { name, owner, ms }: { readonly name: string; readonly owner: string; readonly ms: number },
): Promise<boolean> {
  const rows = await session.query(
    `insert into bowsprit.lease (name, owner, until)
     values ($1, $2, now() + $3::double precision * interval '1 millisecond')
     on conflict (name) do update set owner = excluded.owner, until = excluded.until
     where lease.owner = excluded.owner or lease.until < now() returning name`,
    [name, owner, ms],
  );
  return rows.length > 0;
}
