import { z } from "zod";

/**
 * A switch. Like every field here it takes the sentence that docs/configuration.md prints beside `defaultValue`, and reads
 * an absent key and null as that default, as Prow's Go does.
 */
export function flag(description: string, standard = false) {
  return orDefault(z.boolean(), standard).meta({ description, defaultValue: standard });
}

/** Text; an empty one is the default too. */
export function text(description: string, standard = "") {
  return z
    .string()
    .nullish()
    .transform((value) => value || standard)
    .meta({ description, defaultValue: standard });
}

/** A list of texts; an empty one is kept, also where the default is not empty. */
export function texts(description: string, standard: readonly string[] = []) {
  return orDefault(z.array(z.string()), [...standard]).meta({ description, defaultValue: [...standard] });
}

/** One of these words. */
export function choice<const Words extends readonly string[]>(
  description: string,
  words: Words,
  standard: Words[number],
) {
  return orDefault(z.enum(words), standard).meta({ description, defaultValue: standard });
}

/** One or several of these words. */
export function choices<const Words extends readonly string[]>(
  description: string,
  words: Words,
  standard: readonly Words[number][],
) {
  return orDefault(z.array(z.enum(words)).nonempty(), standard).meta({ description, defaultValue: [...standard] });
}

/** A map with keys of its own. */
export function part<Shape extends z.ZodRawShape>(description: string, shape: Shape) {
  const schema = z.object(shape);
  return orDefault(schema, schema.parse({})).meta({ description });
}

/** A list of `item`. */
export function list<Item extends z.ZodType>(description: string, item: Item) {
  return orDefault(z.array(item), []).meta({ description });
}

/** A map from names that people choose to `value`; nothing inherited is ever found in it. */
export function byName<Value extends z.ZodType>(description: string, value: Value) {
  return orDefault(z.record(z.string(), value), {}).meta({ description });
}

/** `schema`, with a value of its output for what is absent or null. */
export function orDefault<Schema extends z.ZodType, Standard>(schema: Schema, standard: Standard) {
  return schema.nullish().transform((value): NonNullable<z.output<Schema>> | Standard => value ?? standard);
}
