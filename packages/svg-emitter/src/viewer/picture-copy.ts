import { html, withAttributes } from './dom.js'

/** Canvases larger than this are refused by some browsers. Units: pixels. */
const MOST_PIXELS = 60e6
const MOST_SIDE = 16_000

const LEFT_OUT = ['metadata', 'script', 'style', 'foreignObject']

/**
 * A copy of what is seen, as a picture without script or style sheet: every colour is an attribute, in the present
 * theme. What is hidden, and what belongs to the tools, is not in it.
 */
export function copyPicture(element: Element): Element {
  const copy = element.cloneNode(false) as Element
  const { fill, stroke, display } = getComputedStyle(element)
  if (element.hasAttribute('class')) {
    if (stroke !== 'none') withAttributes(copy, { stroke })
    else if (!element.getAttribute('fill')?.startsWith('url')) withAttributes(copy, { fill })
  }
  withAttributes(copy, { class: undefined, style: undefined, tabindex: undefined, 'data-theme': undefined })
  if (display === 'none' && element.localName !== 'defs') return copy
  for (const child of element.childNodes) {
    if (!(child instanceof Element)) copy.append(child.cloneNode())
    else if (
      !LEFT_OUT.includes(child.localName) &&
      child.getAttribute('display') !== 'none' &&
      !child.hasAttribute('data-tool')
    ) {
      copy.append(copyPicture(child))
    }
  }
  return copy
}

export function svgText(picture: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture)}\n`
}

/** Draws a picture on a canvas, twice as fine as the window if it can. Errors: rejects where the browser cannot. */
export async function pngOf(text: string, width: number, height: number): Promise<Blob> {
  const image = new Image()
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }))
  try {
    image.src = url
    await image.decode()
    const scale = Math.min(2, Math.sqrt(MOST_PIXELS / (width * height)), MOST_SIDE / Math.max(width, height))
    const canvas = html('canvas', {
      width: Math.floor(width * scale),
      height: Math.floor(height * scale),
    }) as HTMLCanvasElement
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve, reject) => {
      canvas.toBlob(blob => (blob === null ? reject(new Error()) : resolve(blob)), 'image/png')
    })
  } finally {
    URL.revokeObjectURL(url)
  }
}

/** Hands a file to the reader; it comes from the page itself, nothing is fetched. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  ;(html('a', { href: url, download: name }) as HTMLAnchorElement).click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
