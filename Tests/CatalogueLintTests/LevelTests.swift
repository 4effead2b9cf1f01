import CatalogueLint
import EventCatalogue
import Testing

@Suite("the levels of the check")
struct LevelTests {
    private func rules(_ level: RuleCategory, _ text: String) throws -> Set<RuleID> {
        let today = try #require(CalendarDate("2027-01-01"))
        let reading = CatalogueReader.read([CatalogueSource(path: "s", text: text)])
        return Set(CatalogueLint(level: level, today: today).check(reading).map(\.rule))
    }

    private static let text = """
        catalogue: 1
        id: com.example.shop
        streams: { orders: {} }
        types: { Sku: { type: string, examples: [1.0] } }
        events:
          place_order: { version: 1.0.0, stream: orders, fields: { sku: Sku } }
        """

    @Test("each level has the findings of those before it and more")
    func nested() throws {
        let minimal = try rules(.minimal, Self.text)
        let standard = try rules(.standard, Self.text)
        let strict = try rules(.strict, Self.text)
        #expect(minimal == ["YAML_AMBIGUOUS_SCALAR"])
        #expect(minimal.isStrictSubset(of: standard) && standard.isStrictSubset(of: strict))
        #expect(standard.contains("EVENT_NAME_PAST_TENSE") && strict.contains("STRING_HAS_MAX_LENGTH"))
    }

    @Test("a catalogue that is not consistent is held to the rules of every catalogue only")
    func inconsistent() throws {
        let text = Self.text.replacing("sku: Sku", with: "sku: Skv")
        #expect(try rules(.strict, text) == ["TYPE_DEFINED", "YAML_AMBIGUOUS_SCALAR"])
    }

    @Test(
        "a name says what has happened, or it does not",
        arguments: [
            ("order_placed", true), ("deployed", true), ("payment_sent", true), ("user_signed_up", true),
            ("model_ready_to_deploy", true), ("parcel_taken", true), ("invoice_paid", true), ("card_read", true),
            ("place_order", false), ("api_token", false), ("order_need", false), ("ready", false), ("news_feed", false),
        ])
    func pastTense(name: String, isPast: Bool) throws {
        let found = try rules(.standard, Self.text.replacing("place_order", with: name))
        #expect(found.contains("EVENT_NAME_PAST_TENSE") == !isPast)
    }

    @Test(
        "a field is taken for personal data by its last words",
        arguments: [
            ("email", true), ("contact_email", true), ("client_ip", true), ("wallet", true), ("first_name", true),
            ("phone_number", true), ("date_of_birth", true), ("model_name", false), ("email_sent", false),
            ("address_count", false), ("zip", false), ("token_name", false),
        ])
    func personal(name: String, isPersonal: Bool) throws {
        let found = try rules(.standard, Self.text.replacing("sku: Sku", with: "\(name): string"))
        #expect(found.contains("PII_UNMARKED") == isPersonal)
    }
}
