/** The file descriptor of a stream, if it has one. */
export function descriptorOf(stream: object): number | undefined {
  const { fd } = stream as { fd?: unknown }
  return typeof fd === 'number' ? fd : undefined
}
