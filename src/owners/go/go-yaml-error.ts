/** A text that Go's YAML and JSON decoders refuse; never leaves this room, where such a file counts for nothing. */
export class GoYamlError extends Error {
  override readonly name = "GoYamlError";
}
