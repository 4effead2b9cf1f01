public import EventBus

/// The events that the plugin has generated from the rules of a table of tests, in the order of the table.
public enum AppliedRules {
    /// One event for each rule.
    public static let all: [any Event.Type] = [
        Rule1Applied.self, Rule2Applied.self, Rule3Applied.self, Rule4Applied.self, Rule5Applied.self,
        Rule6Applied.self, Rule7Applied.self, Rule8Applied.self, Rule9Applied.self, Rule10Applied.self,
        Rule11Applied.self, Rule12Applied.self, Rule13Applied.self, Rule14Applied.self, Rule15Applied.self,
        Rule16Applied.self, Rule17Applied.self, Rule18Applied.self, Rule19Applied.self, Rule20Applied.self,
        Rule21Applied.self, Rule22Applied.self, Rule23Applied.self, Rule24Applied.self, Rule25Applied.self,
        Rule26Applied.self, Rule27Applied.self, Rule28Applied.self, Rule29Applied.self, Rule30Applied.self,
        Rule31Applied.self, Rule32Applied.self, Rule33Applied.self, Rule34Applied.self, Rule35Applied.self,
        Rule36Applied.self, Rule37Applied.self, Rule38Applied.self, Rule39Applied.self, Rule40Applied.self,
        Rule41Applied.self, Rule42Applied.self, Rule43Applied.self, Rule44Applied.self, Rule45Applied.self,
        Rule46Applied.self, Rule47Applied.self, Rule48Applied.self, Rule49Applied.self, Rule50Applied.self,
        Rule51Applied.self, Rule52Applied.self, Rule53Applied.self, Rule54Applied.self, Rule55Applied.self,
        Rule56Applied.self, Rule57Applied.self, Rule58Applied.self, Rule59Applied.self, Rule60Applied.self,
        Rule61Applied.self, Rule62Applied.self, Rule63Applied.self, Rule64Applied.self, Rule65Applied.self,
        Rule66Applied.self, Rule67Applied.self, Rule68Applied.self, Rule69Applied.self, Rule70Applied.self,
        Rule71Applied.self, Rule72Applied.self, Rule73Applied.self, Rule74Applied.self, Rule75Applied.self,
        Rule76Applied.self, Rule77Applied.self, Rule78Applied.self, Rule79Applied.self, Rule80Applied.self,
        Rule81Applied.self, Rule82Applied.self,
    ]
}
