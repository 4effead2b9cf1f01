import EventCatalogue

/// Money is exact.
enum FloatForMoney: StandardRule {
    static let id: RuleID = "FLOAT_FOR_MONEY"
    static let summary = """
        Money is no `double`, which has no exact tenth or hundredth: take `decimal`, or whole cents. Money is what is called \
        `price`, `amount`, `cost`, `fee`, `balance`, `salary`, `revenue` or `payout`, or has the unit of a currency.
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
            guard case .double = context.resolved(field.type) else { continue }
            let unit = context.said(of: field.value, \.unit) ?? ""
            let isCalledMoney = NameWords.words(of: field.name).last.map { words.contains($0) } ?? false
            guard isCalledMoney || currencies.contains(unit.uppercased()) else { continue }
            report(
                at: field.location,
                "`\(field.name)` looks like money, which a double cannot hold exactly; use `decimal`, or a whole number of "
                    + "the smallest coin")
        }
    }
}
