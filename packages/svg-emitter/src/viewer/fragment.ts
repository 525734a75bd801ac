/** What a link tells of one chart: names and values. */
export type LinkState = Readonly<Record<string, string>>

/**
 * The part of a URL's fragment that tells the state of one chart; the parts of other charts, and what the page itself
 * keeps there, stay as they are.
 *
 * Shape: `#t1abc=view:0-5000000;box:12.sched.4000;find:cc1&t1def=…`
 */
export function readLink(fragment: string, key: string): LinkState {
  const part = parts(fragment).find(each => each.startsWith(`${key}=`))
  const fields = part?.slice(key.length + 1).split(';') ?? []
  return Object.fromEntries(fields.map(field => [field.replace(/:.*/s, ''), decode(field.replace(/^[^:]*:?/, ''))]))
}

/** The fragment with another state of one chart; what is empty is left out. */
export function writeLink(
  fragment: string,
  key: string,
  state: readonly (readonly [name: string, value: string])[],
): string {
  const fields = state
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}:${encodeURIComponent(value)}`)
    .join(';')
  const others = parts(fragment).filter(each => !each.startsWith(`${key}=`))
  return [...others, ...(fields === '' ? [] : [`${key}=${fields}`])].join('&')
}

function parts(fragment: string): string[] {
  return fragment
    .replace(/^#/, '')
    .split('&')
    .filter(part => part !== '')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
