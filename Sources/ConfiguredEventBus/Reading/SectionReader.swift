import YAMLReader

/// Turns the nodes of a configuration file into settings' texts, and collects names that no setting has.
struct SectionReader {
    /// The path of the file, for origins.
    let path: String
    /// The texts found, in the order of the file.
    private(set) var values: [LocatedText] = []
    /// What is wrong with the file.
    private(set) var problems: [SettingsError.Problem] = []

    private let known = Setting.all.filter { $0.scope == .environmentAndFile }

    /// Creates a reader of one file.
    init(path: String) {
        self.path = path
    }

    /// Reads the whole document: a mapping of sections, or nothing.
    mutating func read(_ document: YAMLNode) {
        if document.isNull { return }
        guard let sections = document.mapping else {
            return report(
                document, "The file must hold sections such as `redis:`.", "Write `redis:` and settings below it.")
        }
        for section in sections { readSection(section) }
    }

    private mutating func readSection(_ section: YAMLPair) {
        let names = Set(known.map { $0.path[0] })
        guard names.contains(section.key) else {
            return reportUnknown("section", section, candidates: names.sorted())
        }
        if section.value.isNull { return }
        guard let pairs = section.value.mapping else {
            return report(section.value, "The section “\(section.key)” must hold settings.", "Indent them below it.")
        }
        for pair in pairs { readSetting(pair, in: section.key) }
    }

    private mutating func readSetting(_ pair: YAMLPair, in section: String) {
        guard known.contains(where: { $0.path == [section, pair.key] }) else {
            let candidates = known.filter { $0.path[0] == section }.compactMap { $0.path.dropFirst().first }
            return reportUnknown("setting in “\(section)”", pair, candidates: candidates)
        }
        if pair.value.isNull { return }
        guard let scalar = pair.value.scalar else {
            return report(
                pair.value, "The value of “\(section).\(pair.key)” must be one text or number.", "Write it on one line."
            )
        }
        values.append(LocatedText(path: [section, pair.key], text: scalar.text, line: pair.value.location.line))
    }

    private mutating func reportUnknown(_ kind: String, _ pair: YAMLPair, candidates: [String]) {
        let meant = Suggestion.nearest(to: pair.key, among: candidates)
        problems.append(
            SettingsError.Problem(
                .unknownName, at: .file(path: path, line: pair.keyLocation.line),
                what: "There is no \(kind) called “\(pair.key)”.",
                remedy: meant.map { "Did you mean “\($0)”?" } ?? "There are: " + candidates.joined(separator: ", ")
                    + "."))
    }

    private mutating func report(_ node: YAMLNode, _ what: String, _ remedy: String) {
        let origin = SettingOrigin.file(path: path, line: node.location.line)
        problems.append(SettingsError.Problem(.unreadableFile, at: origin, what: what, remedy: remedy))
    }
}
