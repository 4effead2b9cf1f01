/// The form of the types that are texts in JSON, as patterns that ECMA-262 and Python read alike.
enum TextPattern {
    static let uint256 = "^(0|[1-9][0-9]{0,77})\(end)"
    static let decimal = "^-?(0|[1-9][0-9]*)(\\.[0-9]+)?\(end)"
    static let uuid = "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\(end)"
    static let uri = "^[A-Za-z][A-Za-z0-9+.-]*:([A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+\(end)"
    static let date = "^\(day)\(end)"
    static let timestamp = "^\(day)[Tt]\(clock):[0-5][0-9](\\.[0-9]{1,9})?([Zz]|[+-]\(clock))\(end)"
    /// Readers also take a space between date and time, a leap second, and no offset, which is UTC.
    static let readableTimestamp =
        "^\(day)[Tt ]\(clock):([0-5][0-9]|60)(\\.[0-9]{1,9})?([Zz]|[+-]\(clock))?\(end)"
    static let duration = "^P([0-9]+W|\(days)(T\(times))?|T\(times))\(end)"
    static let base64 = "^([A-Za-z0-9+/]{4})*(\(one)|\(two))?\(end)"

    /// The base64 of a number of bytes: a remainder of one or two bytes shows in the padding, so bounds are exact.
    static func base64(atLeast least: Int?, atMost most: Int?) -> String {
        guard least != nil || most != nil else { return base64 }
        let ends = [(0, ""), (1, one), (2, two)].compactMap { rest, end -> String? in
            let fewest = max(0, ((least ?? 0) - rest + 2) / 3)
            guard let most else { return "([A-Za-z0-9+/]{4}){\(fewest),}\(end)" }
            guard most >= rest, (most - rest) / 3 >= fewest else { return nil }
            return "([A-Za-z0-9+/]{4}){\(fewest),\((most - rest) / 3)}\(end)"
        }
        return "^(\(ends.joined(separator: "|")))\(end)"
    }

    /// Where the text ends, by ECMA-262. Python's `$` also matches before a last line break; a look-ahead would say it
    /// exactly, but RE2 has none and validators built on it would refuse the whole schema.
    private static let end = "$"

    /// The last four characters where one byte is left, and where two are; left-over bits are zero.
    private static let one = "[A-Za-z0-9+/][AQgw]=="
    private static let two = "[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]="

    /// A day that exists, leap years included.
    private static let day =
        "([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
        + "|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)"
    private static let clock = "([01][0-9]|2[0-3]):[0-5][0-9]"
    private static let days = "([0-9]+Y([0-9]+M)?([0-9]+D)?|[0-9]+M([0-9]+D)?|[0-9]+D)"
    private static let seconds = "[0-9]+(\\.[0-9]{1,9})?S"
    private static let times = "([0-9]+H([0-9]+M)?(\(seconds))?|[0-9]+M(\(seconds))?|\(seconds))"
}
