"""Who is meant where a name is not said: the party that a document is about, and what came before."""

from functools import cache
from pathlib import Path

import pytest

from moneyloop.graph.documents import Document
from moneyloop.graph.extract import Extractor

UNLISTED = {
    "he": (
        "קורטליס",
        "חברת הסטארט-אפ הישראלית קורטליס גייסה 300 מיליון דולר. קורטליס תעסיק מאה עובדים. "
        "קורטליס הודיעה על התרחבות. אנבידיה השקיעה בחברה 50 מיליון דולר.",
    ),
    "ar": (
        "نيكسورا",
        "أعلنت نيكسورا نتائجها. وقالت نيكسورا إنها تتوسع. وتعتزم نيكسورا توظيف مئة مهندس. "
        "واستثمرت إنفيديا 50 مليون دولار في الشركة.",
    ),
    "fa": (
        "نکسورا",
        "شرکت نکسورا نتایج خود را منتشر کرد. نکسورا اعلام کرد گسترش می‌یابد. نکسورا صد مهندس استخدام می‌کند. "
        "انویدیا ۵۰ میلیون دلار در این شرکت سرمایه‌گذاری کرد.",
    ),
    "de": (
        "Rheincloud",
        "Der Kölner Betreiber Rheincloud legte Zahlen vor. Nvidia investierte 50 Millionen in Rheincloud.",
    ),
}


@cache
def extractor() -> Extractor:
    return Extractor()


def edges(language: str, text: str) -> set[tuple[str, ...]]:
    found = set()
    for claim in extractor().extract(Document("d", text, language, None, None, None, None, Path("d.txt"))):
        names = [party.name for role in sorted(claim.roles) for party in claim.filling(role)]
        found.add((claim.type, *names))
    return found


@pytest.mark.parametrize("language", UNLISTED)
def test_a_name_that_no_list_has_is_what_a_document_is_about(language: str) -> None:
    name, text = UNLISTED[language]
    assert ("EquityInvestment", name, "Nvidia") in edges(language, text)


def test_who_goes_on_in_a_round_invests_in_who_raised_it() -> None:
    text = "Mistral AI raised 2 billion euros from Accel. SAP joined the round."
    assert ("EquityInvestment", "Mistral AI", "SAP") in edges("en", text)


def test_its_goods_are_not_those_of_somebody_else() -> None:
    text = "Meta reported results. Oracle rents its servers from CoreWeave."
    assert edges("en", text) == {("Lease", "Oracle", "CoreWeave")}


@pytest.mark.parametrize(
    "text",
    [
        "Oracle praised CoreWeave, in which Nvidia holds a stake of 7 per cent.",
        "Oracle praised CoreWeave, a cloud provider in which Nvidia holds a stake of 7 per cent.",
    ],
)
def test_a_preposition_before_which_introduces_whom_the_clause_speaks_of(text: str) -> None:
    assert ("EquityHolding", "Nvidia", "CoreWeave") in edges("en", text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Lumeris raised $450 million in a round led by Sequoia, with participation from Temasek."),
        (
            "fr",
            "Lumeris a levé 450 millions lors d'un tour mené par Sequoia, avec la participation de Temasek.",
        ),
    ],
)
def test_words_that_introduce_alike_introduce_further_parties(language: str, text: str) -> None:
    assert ("EquityInvestment", "Lumeris", "Sequoia Capital", "Temasek") in edges(language, text)


def test_a_preposition_that_ends_a_verb_introduces_nobody() -> None:
    text = "Oracle agreed to take over Cerner for 28 billion dollars."
    assert edges("en", text) == {("Acquisition", "Oracle", "Cerner")}


def test_what_a_document_about_one_company_leaves_unsaid() -> None:
    text = "Le fabricant Lumeris publie ses résultats. Lumeris emploie cent personnes. Lumeris s'étend. "
    bought = {found[-1] for found in edges("fr", text + "EDF fournira l'électricité.")}
    assert bought == {"EDF"}
    assert edges("fr", "Lumeris publie ses résultats. EDF fournira l'électricité.") == set()


def test_nobody_is_tied_with_himself() -> None:
    assert edges("ar", "يضم التحالف شركة أوراكل.") == set()


def test_the_press_right_behind_its_verb_only_tells() -> None:
    told = "كشفت بلومبرغ أن البنوك رتبت تمويلا بقيمة 38 مليار دولار لأوراكل."
    assert edges("ar", told) == {("Loan", "Oracle")}
    assert edges("ar", told.replace("بلومبرغ أن البنوك", "الوثائق أن باركليز")) == {
        ("Loan", "Oracle", "Barclays")
    }


def test_goods_that_describe_a_company_are_not_what_is_bought() -> None:
    text = "اشترت سوفت بنك 50% من أنثروبيك الأميركية للطاقة المتجددة."
    assert edges("ar", text) == {("EquityInvestment", "Anthropic", "SoftBank")}


def test_who_owns_a_member_of_a_list_of_investors_does_not_own_what_they_invest_in() -> None:
    text = "جمعت أوراكل 340 مليون دولار في جولة قادتها أمازون وسنابل للاستثمار المملوكة بالكامل لمبادلة."
    assert ("EquityHolding", "Mubadala", "Oracle") not in edges("ar", text)
    owned = "استثمرت هيوماين، المملوكة بالكامل لمبادلة، 3 مليارات دولار في أوراكل."
    assert ("EquityHolding", "Mubadala", "Humain") in edges("ar", owned)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "AMD's venture arm invested 50 million dollars in Intel."),
        ("en", "The venture arm of AMD invested 50 million dollars in Intel."),
        ("fr", "Le bras d'investissement d'AMD a investi 50 millions de dollars dans Intel."),
        ("de", "Die Wagniskapitalsparte von AMD investierte 50 Millionen Dollar in Intel."),
        ("he", "זרוע ההשקעות של AMD השקיעה 50 מיליון דולר באינטל."),
        ("fa", "بازوی سرمایه‌گذاری انویدیا ۵۰ میلیون دلار در اینتل سرمایه‌گذاری کرد."),
    ],
)
def test_a_part_of_a_party_acts_as_it_does(language: str, text: str) -> None:
    investor = "Nvidia" if language == "fa" else "AMD"
    assert edges(language, text) == {("EquityInvestment", "Intel", investor)}


def test_a_pronoun_beside_a_verb_is_its_subject() -> None:
    text = "Oracle legte Zahlen vor. Von Equinix mietet es zwei Hallen, und es übernimmt Cerner."
    assert edges("de", text) == {("Lease", "Oracle", "Equinix"), ("Acquisition", "Oracle", "Cerner")}


def test_a_description_stands_for_whom_it_described() -> None:
    text = "Oracle praised Corvane, a Texas developer of data centres. Oracle reported results. "
    assert edges("en", text + "The developer borrowed $2bn from JPMorgan.") == {
        ("Loan", "Corvane", "JPMorgan Chase")
    }


def test_a_deal_is_not_told_the_other_way_round_as_well() -> None:
    text = "Quellwerk entwickelt Prozessoren, die vom taiwanischen Auftragsfertiger TSMC produziert werden."
    assert {found[1:] for found in edges("de", text)} == {("Quellwerk", "Prozessoren", "TSMC")}


def test_a_group_acts_as_who_leads_it() -> None:
    text = "A consortium led by Barclays lent $2bn to Oracle."
    assert edges("en", text) == {("Loan", "Oracle", "Barclays")}


def test_a_pronoun_of_an_insertion_stands_for_whom_it_describes() -> None:
    text = "אורקל מחזיקה במניות CoreWeave, ספקית ענן שאנבידיה השקיעה בה מיליארד דולר."
    assert ("EquityInvestment", "CoreWeave", "Nvidia") in edges("he", text)


def test_whose_stake_is_sold_is_not_whom_it_is_in() -> None:
    found = edges("en", "CoreWeave reported results. Oracle sold its stake to SoftBank for $2bn.")
    assert found == {("ShareSale", "CoreWeave", "Oracle"), ("EquityInvestment", "CoreWeave", "SoftBank")}


def test_the_company_that_somebody_does_something_with_is_another_one() -> None:
    text = "CoreWeave reported results. Oracle has sold its stake in the company to SoftBank."
    assert edges("en", text) == {
        ("ShareSale", "CoreWeave", "Oracle"),
        ("EquityInvestment", "CoreWeave", "SoftBank"),
    }


@pytest.mark.parametrize("deal", ["השקיעו בחברה אנבידיה ואפולו", "אנבידיה ואפולו השקיעו בחברה"])
def test_behind_a_verb_and_to_the_company_stands_its_subject(deal: str) -> None:
    found = edges("he", f"אורקל דיווחה על רווחים. {deal}.")
    assert found == {("EquityInvestment", "Oracle", "Nvidia", "Apollo Global Management")}


def test_parties_share_each_of_two_projects() -> None:
    found = edges("en", "Oracle and SoftBank are building Stargate and Project Rainier together.")
    assert found == {
        ("JointProject", "Oracle", "SoftBank", "Stargate"),
        ("JointProject", "Oracle", "SoftBank", "Project Rainier"),
    }


@pytest.mark.parametrize("company", ["Munich-based company", "German engineering group", "Cambridge company"])
def test_adjectives_say_where_the_company_is_from(company: str) -> None:
    text = f"Corvane reported results. Nvidia invested $1bn in the {company}."
    assert edges("en", text) == {("EquityInvestment", "Corvane", "Nvidia")}


def test_a_description_with_adjectives_behind_a_name_is_nobody_else() -> None:
    text = "Oracle praised Corvane, the Texas developer of data centres. Oracle has bought the developer."
    assert edges("en", text) == {("Acquisition", "Oracle", "Corvane")}


@pytest.mark.parametrize("name", ["Qatar Airways", "Boston Properties", "Phoenix Tower International"])
def test_a_place_is_part_of_a_name_that_is_ordinary_words_without_it(name: str) -> None:
    assert edges("en", f"Oracle rents its offices from {name}.") == {("Lease", "Oracle", name)}
    assert edges("en", f"{name} has bought Cerner.") == {("Acquisition", name, "Cerner")}


def test_the_first_word_of_a_sentence_is_no_part_of_a_name_that_stands_elsewhere_without_it() -> None:
    text = "Airline Skyvara has bought Cerner. The deal makes Skyvara larger."
    assert edges("en", text) == {("Acquisition", "Skyvara", "Cerner")}


def test_the_company_is_rather_a_subject_than_whom_something_introduces() -> None:
    text = "Corvane reported results. Talks with Blackstone have ended. The company bought Cerner."
    assert edges("en", text) == {("Acquisition", "Corvane", "Cerner")}


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("he", "אנבידיה רכשה את חברת ייצור השבבים {}.", "קורטליס"),
        ("he", 'אנבידיה רכשה את חברת הנדל"ן {}.', "קורטליס"),
        ("ar", "استحوذت إنفيديا على شركة تصميم الدوائر {}.", "نيكسورا"),
    ],
)
def test_a_name_stands_behind_what_tells_the_trade_of_a_company(language: str, text: str, name: str) -> None:
    assert ("Acquisition", "Nvidia", name) in edges(language, text.format(name))


def test_an_ordinary_word_behind_a_trade_is_a_name_where_sentences_begin_with_it() -> None:
    text = "אופק דיווחה על רווחים. אופק מעסיקה מאה עובדים. אנבידיה רכשה את חברת ייצור השבבים אופק."
    assert ("Acquisition", "Nvidia", "אופק") in edges("he", text)
    assert edges("he", text.rpartition(". ")[2]) == set()


def test_the_members_of_a_pair_may_be_described() -> None:
    text = "Meta and the power developer Duskwater Energy lent $2bn to Oracle."
    assert edges("en", text) == {("Loan", "Oracle", "Meta", "Duskwater Energy")}


def test_a_relative_clause_may_have_a_subject_of_its_own() -> None:
    found = edges("en", "The factory in Oslo Rana, which Freyhavn leases from Equinix, is to grow.")
    assert found == {("Lease", "Freyhavn", "Equinix")}
    assert edges("en", "Nvidia praised Wiz, which Oracle bought.") == {("Acquisition", "Oracle", "Wiz")}


def test_a_relative_clause_about_a_thing_takes_nobody_from_its_sentence() -> None:
    text = (
        "Corvane reported results. Apollo and Ares are each to give a third of the money by the end of May, "
    )
    text += "which will be spent on a campus in Abilene that has been let to Meta for 15 years."
    assert edges("en", text) == {("Lease", "Meta", "Corvane")}
