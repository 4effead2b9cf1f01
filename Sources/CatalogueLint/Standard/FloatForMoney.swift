import EventCatalogue

/// Money is exact.
enum FloatForMoney: StandardRule {
    static let id: RuleID = "FLOAT_FOR_MONEY"
    static let summary = """
        Money is no `double`, which has no exact tenth or hundredth: take `decimal`, or whole cents. Money is what is called \
        `price`, `amount`, `cost`, `fee`, `balance`, `salary`, `revenue` or `payout`, or has the unit of a currency; \
        items of arrays and values of maps, too.
        """
    static let failing: RuleExample = """
        fields:
          unit_price: { type: double, unit: EUR }
        """
    static let passing: RuleExample = """
        fields:
          unit_price: { type: decimal, unit: EUR }
        """

    private static let words: Set<String> = [
        "amount", "balance", "cost", "fee", "payout", "price", "revenue", "salary",
    ]
    private static let currencies: Set<String> = [
        "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "ETH", "EUR", "GBP", "HKD", "INR", "JPY", "KRW", "MXN", "NOK",
        "NZD", "PLN", "SEK", "SGD", "USD", "WEI", "ZAR",
    ]

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for field in context.fields {
            let layers = context.layers(of: field.value)
            guard case .double = layers.last.flatMap({ context.resolved($0.type) }) else { continue }
            let units = layers.compactMap { context.said(of: $0, \.unit)?.uppercased() }
            let last = NameWords.lastWords(of: field.name, isPlural: layers.count > 1)
            guard !words.isDisjoint(with: last) || !currencies.isDisjoint(with: units) else { continue }
            report(
                at: field.location,
                "`\(field.name)` looks like money, which a double cannot hold exactly; use `decimal`, or a whole number of "
                    + "the smallest coin")
        }
    }
}
