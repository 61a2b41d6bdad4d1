"""What stands between commas says more about a party and changes nothing of what the sentence tells."""

from functools import cache
from pathlib import Path

import pytest

from moneyloop.graph.documents import Document
from moneyloop.graph.extract import Extractor

INSERTED = {
    "en": [
        "Oracle, a database company based in Austin, has borrowed $38 billion from JPMorgan.",
        "Oracle, which competes with SAP, has borrowed $38 billion from JPMorgan.",
        "Oracle has signed a $38 billion loan with JPMorgan, an old partner of SAP.",
    ],
    "fr": [
        "Oracle, une société installée à Austin, a emprunté 38 milliards de dollars à JPMorgan.",
        "Oracle, qui concurrence SAP, a emprunté 38 milliards de dollars à JPMorgan.",
    ],
    "de": [
        "JPMorgan, ein Rivale der Deutschen Bank, hat Oracle 38 Milliarden Dollar geliehen.",
        "JPMorgan hat Oracle, das mit SAP konkurriert, 38 Milliarden Dollar geliehen.",
    ],
    "he": [
        "אורקל, חברה שמושבה באוסטין, לוותה 38 מיליארד דולר מג'יי פי מורגן.",
        "אורקל (ORCL) לוותה 38 מיליארד דולר מג'יי פי מורגן.",
    ],
    "ar": [
        "حصلت أوراكل، وهي شركة مقرها أوستن، على قرض بقيمة 38 مليار دولار من جي بي مورغان.",
        "حصلت أوراكل، التي تنافس شركة ساب، على قرض بقيمة 38 مليار دولار من جي بي مورغان.",
    ],
    "fa": [
        "جی‌پی مورگان، رقیب مورگان استنلی، ۳۸ میلیارد دلار به اوراکل وام داد.",
        "جی‌پی مورگان (JPM) ۳۸ میلیارد دلار به اوراکل وام داد.",
        "جی‌پی مورگان که با مورگان استنلی رقابت می‌کند، ۳۸ میلیارد دلار به اوراکل وام داد.",
        "جی‌پی مورگان، بازوی بانکی گروه مورگان استنلی، ۳۸ میلیارد دلار به اوراکل وام داد.",
    ],
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


@pytest.mark.parametrize(("language", "text"), [(lang, text) for lang in INSERTED for text in INSERTED[lang]])
def test_an_insertion_parts_nothing(language: str, text: str) -> None:
    assert edges(language, text) == {("Loan", "Oracle", "JPMorgan Chase")}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Meta has borrowed $29bn from PIMCO, a bond house that competes with Amundi, and Blue Owl."),
        (
            "de",
            "Meta hat sich 29 Milliarden Dollar von PIMCO, einem Rivalen von Amundi, und Blue Owl geliehen.",
        ),
    ],
)
def test_a_list_goes_on_behind_an_insertion(language: str, text: str) -> None:
    assert edges(language, text) == {("Loan", "Meta", "PIMCO", "Blue Owl Capital")}


def test_what_an_insertion_tells_is_read_as_well() -> None:
    found = edges("en", "OpenAI, which is backed by Microsoft, bought ZT Systems for $5 billion.")
    assert found == {("EquityInvestment", "OpenAI", "Microsoft"), ("Acquisition", "OpenAI", "ZT Systems")}


def test_a_relative_clause_that_only_a_comma_at_its_end_marks_off_tells_its_own_deal() -> None:
    text = "آمازون که تاکنون هشت میلیارد دلار در آنتروپیک سرمایه‌گذاری کرده است، ویز را خرید."
    found = edges("fa", text)
    assert found == {("EquityInvestment", "Anthropic", "Amazon"), ("Acquisition", "Amazon", "Wiz")}


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("מיקרוסופט, שכבר השקיעה בקורוויב", ("EquityInvestment", "CoreWeave", "Microsoft")),
        ("מיקרוסופט, שבה השקיעה אנבידיה", ("EquityInvestment", "Microsoft", "Nvidia")),
    ],
)
def test_a_joined_which_begins_a_relative_clause(text: str, more: tuple[str, ...]) -> None:
    assert edges("he", text + ", רכשה את ZT Systems.") == {("Acquisition", "Microsoft", "ZT Systems"), more}


def test_who_is_described_behind_a_comma_is_not_somebody_else() -> None:
    text = "Oracle reported results. Nvidia, the chip maker, invested 5 billion dollars in Intel."
    assert edges("en", text) == {("EquityInvestment", "Intel", "Nvidia")}


def test_the_members_of_a_list_may_be_described() -> None:
    text = "Mistral AI raised €2bn from the carrier CMA CGM, the bank BNP Paribas and Bpifrance."
    names = ("Mistral AI", "CMA CGM", "BNP Paribas", "Bpifrance")
    assert ("EquityInvestment", *names) in edges("en", text)


def test_a_list_may_end_with_others_that_nobody_names() -> None:
    found = edges("he", "דקארט גייסה 32 מיליון דולר מאנבידיה, סיסקו ומשקיעים נוספים.")
    assert ("EquityInvestment", "Decart", "Nvidia", "Cisco") in found


def test_three_names_in_a_row_are_a_list_whose_last_is_described() -> None:
    found = edges("he", "בסבב של דקארט השתתפו אנבידיה, סיסקו, אינטל שבשליטת Qarnet ועוד.")
    assert ("EquityInvestment", "Decart", "Nvidia", "Cisco", "Intel") in found
    assert [one for one in found if one[0] == "EquityHolding"] == [("EquityHolding", "Qarnet", "Intel")]


def test_the_company_is_not_the_one_of_which_a_relative_clause_tells() -> None:
    found = edges("he", "אינטל דיווחה על רווחים. אפולו, שהשקיעה בחברה 11 מיליארד דולר, רכשה את ZT Systems.")
    assert ("EquityInvestment", "Intel", "Apollo Global Management") in found


def test_what_a_particle_introduces_is_no_description() -> None:
    found = edges("he", "כיום מחזיקה אי.די.בי, שבבעלות אדוארדו אלשטיין, ב-45% ממניות אינטל, כך נמסר.")
    assert ("EquityHolding", "אי.די.בי", "Intel") in found


def test_a_comma_may_part_a_list_from_whom_it_spells_out() -> None:
    found = edges("he", "מטא לקחה הלוואה של 8 מיליארד דולר מקבוצת בנקים, בהם גולדמן זאקס ומיזוהו.")
    assert found == {("Loan", "Meta", "Goldman Sachs", "Mizuho")}


def test_who_controls_the_seller_is_not_who_buys() -> None:
    text = "קבוצת דלק, שבשליטת יצחק תשובה, חתמה על עסקה למכירת השליטה בהפניקס לחברה הסינית הפרטית Qarnet."
    found = edges("he", text)
    assert ("Acquisition", "Qarnet", "Phoenix Financial") in found
    assert ("EquityHolding", "יצחק תשובה", "Delek Group") in found


def test_what_goes_on_about_a_deal_leaves_its_party_out() -> None:
    text = "Oracle a publié ses résultats. SoftBank a dirigé le tour de table de Mistral AI. "
    text += "Parmi les autres investisseurs figurent Amazon et SAP."
    assert ("EquityInvestment", "Mistral AI", "Amazon", "SAP") in edges("fr", text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("مایکروسافت، انویدیا و ام‌جی‌ایکس، شرکت ویز را خریدند.", ("Microsoft", "Nvidia", "MGX", "Wiz")),
        ("بلک‌راک با خرید ویز از سکویا، به بازار امنیت ابری وارد شد.", ("BlackRock", "Wiz")),
    ],
)
def test_where_the_verb_comes_last_no_description_runs_to_the_end(text: str, names: tuple[str, ...]) -> None:
    assert ("Acquisition", *names) in edges("fa", text)


def test_a_described_member_of_a_list_is_no_relative_clause() -> None:
    found = edges(
        "de", "An der Runde von Mistral AI beteiligten sich Nvidia, der Staatsfonds Temasek und SAP."
    )
    assert found == {("EquityInvestment", "Mistral AI", "Nvidia", "Temasek", "SAP")}


def test_a_semicolon_ends_an_insertion() -> None:
    text = "Nvidia invested in Intel, which competes with AMD; Microsoft bought Wiz."
    assert edges("en", text) == {("EquityInvestment", "Intel", "Nvidia"), ("Acquisition", "Microsoft", "Wiz")}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Oracle rents servers from CoreWeave and Scaleway, a subsidiary of Iliad."),
        ("fr", "Oracle loue des serveurs à CoreWeave et à Scaleway, filiale d'Iliad."),
        ("de", "Oracle mietet Server von CoreWeave und von Scaleway, einer Tochter von Iliad."),
    ],
)
def test_a_description_behind_a_comma_is_of_the_party_before_it_whatever_introduces_that(
    language: str, text: str
) -> None:
    assert edges(language, text) == {
        ("Lease", "Oracle", "CoreWeave", "Scaleway"),
        ("EquityHolding", "Iliad", "Scaleway"),
    }


@pytest.mark.parametrize(
    ("between", "believed"), [("", True), (", comme chaque année au mois de mai à Paris,", False)]
)
def test_a_party_that_is_not_named_is_not_believed_far_away(between: str, believed: bool) -> None:
    text = "Oracle a publié ses résultats. La société dit avoir réservé une place au calcul"
    assert any("Nvidia" in edge for edge in edges("fr", f"{text}{between} chez Nvidia.")) is believed
