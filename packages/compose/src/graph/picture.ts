/** Of what kind something in a drawing is; each looks different. */
export type NodeKind = 'trigger' | 'static' | 'component' | 'plug' | 'host' | 'missing'

/** A line below a title; a grant is what the manifest allows of what stands above it. */
export interface PictureLine {
  readonly text: string
  readonly isGrant?: boolean
}

export interface PictureNode {
  /** Of letters and digits, our own. */
  readonly id: string
  readonly kind: NodeKind
  /** Text as it is to be seen: escaped for no format yet. */
  readonly title: string
  readonly lines: readonly PictureLine[]
}

/** A frame around nodes and other frames. */
export interface PictureFrame {
  readonly id: string
  readonly kind: 'component' | 'plug'
  readonly title: string
  readonly lines: readonly PictureLine[]
  readonly nodes: readonly PictureNode[]
  readonly frames: readonly PictureFrame[]
}

export interface PictureEdge {
  readonly from: string
  readonly to: string
  readonly kind: 'runs' | 'uses' | 'host' | 'missing'
  readonly lines: readonly string[]
}

/** What is drawn, before it is in any format. */
export interface Picture {
  readonly title: string
  readonly description: string
  readonly nodes: readonly PictureNode[]
  readonly frames: readonly PictureFrame[]
  readonly edges: readonly PictureEdge[]
}
