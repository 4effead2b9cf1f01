import EventCatalogue

/// What says something of a person is marked so.
enum PIIUnmarked: StandardRule {
    static let id: RuleID = "PII_UNMARKED"
    static let summary = """
        A field whose name is that of personal data (`email`, `ip`, `phone`, `wallet`, `address`, `first_name`, …) says `pii: \
        true` or `pii: false`, itself or by its type: whether it is has to be decided once, by who knows.
        """
    static let failing: RuleExample = """
        fields:
          contact_email: { type: string, max_length: 254 }
        """
    static let passing: RuleExample = """
        fields:
          contact_email: { type: string, max_length: 254, pii: true, sensitivity: confidential }
        """

    private static let words: Set<String> = [
        "address", "birthday", "birthdate", "email", "firstname", "fullname", "iban", "ip", "lastname", "passport",
        "phone", "ssn", "surname", "username", "wallet",
    ]
    private static let pairs: Set<String> = [
        "birth date", "date birth", "family name", "first name", "full name", "given name", "last name", "person name",
        "phone number", "user name",
    ]

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for field in context.fields where isPersonalName(field.name) {
            guard context.said(of: field.value, \.isPersonal) == nil else { continue }
            report(
                at: field.location,
                "`\(field.name)` looks like personal data; say `pii: true` (and its `sensitivity`), or `pii: false` where it is "
                    + "none")
        }
    }

    static func isPersonalName(_ name: String) -> Bool {
        let all = NameWords.words(of: name).filter { $0 != "of" }
        guard let last = all.last else { return false }
        return words.contains(last) || pairs.contains(all.suffix(2).joined(separator: " "))
    }
}
