const SVG = 'http://www.w3.org/2000/svg'
const XHTML = 'http://www.w3.org/1999/xhtml'

export type Attributes = Readonly<Record<string, string | number>>

export function svgElement(name: string, attributes: Attributes = {}): SVGElement {
  return withAttributes(document.createElementNS(SVG, name) as SVGElement, attributes)
}

/** An XHTML element; text from the trace goes in as text only, never as markup. */
export function htmlElement(name: string, style: string, text = ''): HTMLElement {
  const element = document.createElementNS(XHTML, name) as HTMLElement
  element.setAttribute('style', style)
  if (text !== '') element.textContent = text
  return element
}

export function withAttributes<Kind extends Element>(element: Kind, attributes: Attributes): Kind {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
  return element
}

/** A point of the window in the picture's own coordinates. Units: CSS pixels in, user units out. */
export function toPicture(root: SVGSVGElement, clientX: number, clientY: number): DOMPoint {
  const matrix = root.getScreenCTM()
  const point = new DOMPoint(clientX, clientY)
  return matrix === null ? point : point.matrixTransform(matrix.inverse())
}

/** What of the picture the window shows. Units: user units. */
export function windowIn(root: SVGSVGElement) {
  const { x, y } = toPicture(root, 0, 0)
  const corner = toPicture(root, document.documentElement.clientWidth || innerWidth, innerHeight)
  return { left: x, top: y, right: corner.x, bottom: corner.y }
}
