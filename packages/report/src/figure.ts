import type { z } from 'zod'

/** What all figures have. Each kind adds its own data, always plain. */
export interface Figure {
  /** Which kind draws it. */
  readonly kind: string
  readonly title: string
  /** A sentence that says what to see in it. */
  readonly see: string
  /** Whether it takes the whole width of the page. Default: as many side by side as fit. */
  readonly wide?: boolean
  /** Whether it is as high as two others, such as a list of many rows beside short ones. */
  readonly tall?: boolean
}

/** The numbers behind a figure, as they are downloaded. */
export interface DataTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

/** A script that a page may run. */
export interface PageScript {
  readonly source: string
  /** `sha256-` and the hash of the source in base64: the page's content policy allows nothing else. */
  readonly hash: string
}

/**
 * How figures of one kind are checked, drawn and put into words. A package that needs a picture of
 * its own defines one and passes it to `reportHtml`.
 */
export interface FigureKind<Kind extends Figure = Figure> {
  readonly kind: Kind['kind']
  /** Refuses figures that cannot be drawn; see {@link figureFields}. */
  readonly schema: z.ZodType
  /** The picture as SVG or HTML; text from outside is escaped. */
  draw(figure: Kind): string
  /** What a reader who does not see the picture is told: the numbers that matter, in sentences. */
  describe(figure: Kind): string
  /**
   * What the page runs for figures of this kind, once; pages without such figures run nothing. The
   * drawing is then no single picture to readers who do not see it, so what is in it needs names.
   */
  readonly script?: PageScript
  /** All numbers of the figure. */
  data(figure: Kind): DataTable
}
