import YAMLReader

/// An entry as a workflow command of GitHub Actions, which marks the line in the review.
enum GitHubAnnotation {
    static func text(_ entry: ReportEntry) -> String {
        let level = entry.severity == .note ? "notice" : entry.severity.rawValue
        let place =
            "file=\(property(entry.location.path)),line=\(entry.location.line),col=\(entry.location.column)"
        return "::\(level) \(place),title=\(property(entry.rule))::\(data(entry.sentence))"
    }

    private static func data(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "%": result += "%25"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }

    private static func property(_ text: String) -> String {
        data(text).unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case ":": result += "%3A"
            case ",": result += "%2C"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}
