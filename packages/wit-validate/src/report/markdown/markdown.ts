import type { ComponentReport } from '../../component-report.ts'
import type { ValidationResult } from '../../result.ts'
import { describeVerdict } from '../text/text.ts'
import { severities, severityHeadings } from '../wording/words.ts'
import { capabilitySections } from './markdown-capabilities.ts'
import { contentsSections } from './markdown-contents.ts'
import { markdownFindings, markdownItems } from './markdown-lists.ts'
import { joinSections, plainOrCode, type Section } from './markdown-text.ts'

/** How {@link formatMarkdown} words a report. */
export interface MarkdownOptions {
  /** The heading. @default Component report */
  readonly title?: string
}

/**
 * A report as Markdown for a pull request, as GitHub renders it. Everything that a component carries stands
 * in code spans, where it can be neither markup nor HTML nor a mention nor a link. It fits into a comment:
 * long lists are cut, and sections that have no room any more are named.
 *
 * @param report What `reportComponent` or `validateComponent` returned.
 * @param options The title.
 * @returns Lines of Markdown, the last one ended too.
 */
export function formatMarkdown(
  report: ValidationResult | ComponentReport,
  { title = 'Component report' }: MarkdownOptions = {},
): string {
  const { findings, imports, exports } = report
  return joinSections([
    ['title', `## ${plainOrCode(title)}`],
    ['verdict', `**${describeVerdict(report)}**`],
    ...severities.map((severity): Section => {
      const same = findings.filter((finding) => finding.severity === severity)
      return [severityHeadings[severity], markdownFindings(severityHeadings[severity], same)]
    }),
    ...('contents' in report ? beyond(report) : []),
    ['Imports', markdownItems('Imports', imports)],
    ['Exports', markdownItems('Exports', exports)],
  ])
}

/** What a report has and a result has not; nothing of what is no valid component. */
function beyond({ capabilities, offers, reach, contents, imports }: ComponentReport): Section[] {
  return [
    ...(contents !== null || imports.length > 0 ? capabilitySections(capabilities, offers, reach) : []),
    ...(contents === null ? [] : contentsSections(contents)),
  ]
}
