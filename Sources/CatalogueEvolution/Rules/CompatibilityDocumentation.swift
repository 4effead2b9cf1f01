/// The compatibility rules as a page of Markdown.
package enum CompatibilityDocumentation {
    /// The whole page, with a line break at the end.
    package static var markdown: String {
        let rows = CompatibilityRule.allCases.map(row)
        return
            ([head] + ["| change | backward | forward | Swift | judged | version | what it means | instead |"]
            + ["|---|---|---|---|---|---|---|---|"] + rows).joined(separator: "\n") + "\n"
    }

    private static let head = """
        # What may change, and whom it breaks

        `eventbus catalogue diff OLD NEW` tells every change; `eventbus catalogue check` tells those since the last release that must \
        not be, or that need a higher version.

        - **Writers are closed, readers are open.** What version N of the catalogue says is exactly what a writer of N may write: an \
        undeclared field or a broken bound is refused at publish. A reader ignores and keeps fields that it does not know, and values of \
        open enums; it does not check bounds. So an optional field may be added *and* removed.
        - **Backward**: a reader made from the new catalogue reads what was written under the old one. **Forward**: a reader made from \
        the old catalogue reads what is written under the new one. **Full** is both. **Transitive** is against every released version of \
        the same major, and not only the last. `defaults.compatibility` says which is asked for; unless it does, `full_transitive`: what \
        is stored stays, and services are deployed in any order.
        - **A new major version** is another contract: there these rules are notes. It needs `upcasts` from the last major, which must \
        make every released payload one of the new version.
        - **Reads.** A service that lists a field under `reads` was promised it: that the field goes is an error whatever the mode and \
        the version, and so is a change that others are only warned of. To let go of a field, take it out of `reads` and release: that \
        is recorded without a new version.
        - **Releases.** `eventbus catalogue release` puts each new version into `hokusai.lock.json`, which is only ever appended to; each \
        entry is sealed over the one before it. What breaks needs a new major version, what adds a new minor one, words a new patch.
        - **Ignores.** A change that is wanted nevertheless is named under the file's `ignore`, with a reason and a last day; until then it \
        is a note. What is said of versions and of the lock file cannot be ignored.

        In the table: ✗ breaks, ✓ does not; Swift ✗: code against the generated types no longer compiles as it is. Judged *by mode*: an \
        error where it breaks a direction that is asked for, else a note. Version: what must rise where nobody is broken.

        """

    private static func row(_ rule: CompatibilityRule) -> String {
        let profile = rule.profile
        let marks = [profile.backward, profile.forward, profile.source].map { $0 == .breaks ? "✗" : "✓" }
        let judged =
            switch profile.judgement {
            case .byCompatibility: "by mode"
            case .error: "error"
            case .warning: "warning"
            case .note: "note"
            }
        let cells = ["`\(rule.rawValue)`"] + marks + [judged, profile.bump.word, profile.meaning, profile.advice]
        return "| \(cells.joined(separator: " | ")) |"
    }
}
