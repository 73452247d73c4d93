import type { Operations } from "./operation.ts";
import { asBytes, asNumber, asText, type Sql } from "./sql.ts";
import { prepareTally } from "./tally.ts";

type Blobs = Pick<Operations, "blobGet" | "blobSet" | "blobTouch">;

/** Bytes by key within a limit: what was used longest ago goes first. */
export function blobOperations(sql: Sql): Blobs {
  const get = sql.prepare("select bytes, used_at from blob where key = ?");
  const touch = sql.prepare("update blob set used_at = ? where key = ?");
  const insert = sql.prepare(
    "insert into blob (key, size, used_at, bytes) values (?, ?, ?, ?) on conflict (key) do nothing",
  );
  const oldest = sql.prepare("select key, size from blob order by used_at limit 16");
  const remove = sql.prepare("delete from blob where key = ?");
  const tally = prepareTally(sql);
  return {
    blobGet({ key }) {
      const found = get.first(key);
      return found === undefined ? undefined : { bytes: asBytes(found[0]), usedAt: asNumber(found[1]) };
    },
    blobTouch: ({ key, now }) => void touch.run(now, key),
    blobSet({ key, bytes, limit, now }) {
      let total = tally.read("blob") + bytes.byteLength;
      while (total > limit) {
        const before = total;
        for (const [name, size] of oldest.all()) {
          if (total <= limit) break;
          remove.run(asText(name));
          tally.add("blob", -asNumber(size));
          total -= asNumber(size);
        }
        if (total === before) return;
      }
      if (insert.run(key, bytes.byteLength, now, bytes).changes > 0) tally.add("blob", bytes.byteLength);
    },
  };
}
