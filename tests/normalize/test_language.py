"""The language of a text: by its script or its words where these leave no doubt, else by the model."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.normalize import language

TOLD = {
    "en": "The minister told reporters that she would resign after the vote, which had been delayed twice this year.",
    "de": "Die Ministerin hat sich nicht dazu geäußert, ob eine Entscheidung über den Haushalt noch in dieser Woche fällt.",
    "fr": "La ministre a indiqué que cette mesure sera appliquée dans toutes les régions, avec une aide pour les communes.",
    "es": "El gobierno anunció que los trabajadores y las empresas podrán pedir la ayuda desde el lunes, según la ministra.",
    "pt": "A ministra disse que não haverá uma nova eleição até o fim do ano e que os partidos também são contra, em geral.",
    "it": "Il ministro ha detto che la decisione della commissione è attesa nel corso della settimana, anche se non è certa.",
    "nl": "De minister zei dat men niet naar een regeling zoekt en dat er voor de zomer een besluit wordt genomen.",
    "pl": "Minister powiedział, że decyzja jest już podjęta przez rząd, który spotka się tylko raz w tym tygodniu oraz później.",
    "cs": "Ministr řekl, že vláda, která není jednotná, podle něj rozhodne ještě před létem, nebo až po něm, jako vždy.",
    "sv": "Ministern sade att det inte är klart när beslutet från riksdagen kommer, och att det också kan ta ett år till.",
    "tr": "Bakan, yeni kararın tarafından alındığını ve bu konuda çok çalıştıklarını, bir yıl için geçerli olacak dedi.",
    "ru": "Министр заявил, что это решение было принято после встречи, на которой также были послы, которые уже уехали.",
    "ja": "首相は記者会見で、来年度の予算案について国会での議論を深めたいとの考えを示し、協力を呼びかけた。",
    "zh": "国务院总理在会上表示，要进一步扩大对外开放，推动经济持续健康发展，确保全年目标任务完成。",
    "ko": "정부는 오늘 회의를 열고 내년도 예산안을 확정했다고 밝혔다. 국회는 다음 달까지 심의를 마칠 예정이라고 관계자는 말했다.",
    "el": "Ο υπουργός δήλωσε ότι η απόφαση θα ληφθεί την επόμενη εβδομάδα, μετά τη συνεδρίαση της επιτροπής στη Βουλή.",
    "he": "השר הודיע כי ההחלטה תתקבל בשבוע הבא, לאחר ישיבת הוועדה בכנסת, וכי לא יהיו שינויים נוספים בתקציב המדינה.",
}
LEFT_TO_THE_MODEL = {
    "da": "Ministeren sagde, at det ikke er afgjort, hvornår beslutningen kommer, og at den også kan tage et år mere.",
    "ca": "La ministra va dir que les empreses i els treballadors podran demanar els ajuts a partir de dilluns, segons ella.",
    "uk": "Міністр заявив, що рішення ухвалили після зустрічі, на якій також були посли, які вже поїхали минулого тижня.",
    "sk": "Minister povedal, že vláda, ktorá nie je jednotná, podľa neho rozhodne ešte pred letom alebo až po ňom, ako vždy.",
    "ar": "قال الوزير إن القرار سيصدر في الأسبوع المقبل بعد اجتماع اللجنة في البرلمان، وإنه لن تكون هناك تغييرات أخرى.",
}


@pytest.fixture
def no_model(monkeypatch):
    def asked():
        raise AssertionError("the model was asked")

    monkeypatch.setattr(language, "_identifier", asked)


@pytest.mark.parametrize("code", TOLD)
def test_a_text_whose_script_or_words_tell_its_language_needs_no_model(code, no_model):
    assert language.detect(TOLD[code]) == code


@pytest.mark.parametrize("code", [*TOLD, *LEFT_TO_THE_MODEL])
def test_the_model_says_the_same(code):
    text = (TOLD | LEFT_TO_THE_MODEL)[code]
    found, _ = language._identifier().classify(text)
    assert found == code


@pytest.mark.parametrize("code", LEFT_TO_THE_MODEL)
def test_a_language_near_another_is_left_to_the_model(code, no_model):
    with pytest.raises(AssertionError, match="model was asked"):
        language.detect(LEFT_TO_THE_MODEL[code])


@pytest.mark.parametrize(
    "text", ["", "Two words", "12:30 14:45 16:00 Nadal Federer Djokovic Murray 6-4 7-5 3-6 7-6 6-2 10-8"]
)
def test_no_language_is_guessed_for_what_is_no_sentence(text, no_model):
    assert language.detect(text) is None


def test_names_in_another_script_do_not_make_a_text_of_its_language(no_model):
    text = "Hanbok (한복) and kimono (着物, きもの) were worn by the guests, who said that this was the custom from the start."
    assert language.detect(text) == "en"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("en-US", "en"),
        (" DE ", "de"),
        ("pt_BR", "pt"),
        ("zh-Hans-CN", "zh"),
        ("utf-8", None),
        ("und", None),
        ("", None),
        (None, None),
    ],
)
def test_a_declared_language(value, code):
    assert language.declared_code(value) == code


@given(st.text(st.sampled_from("theufnkTHEUFNK\N{KELVIN SIGN}İ ")))
def test_words_are_known_in_any_case(text):
    assert [w in language._COMMON_ANY for w in text.split()] == [
        w in language._ENGLISH | language._LATIN for w in text.lower().split()
    ]


def test_a_language_is_told_in_capitals_too():
    assert language.detect(TOLD["en"].upper()) == "en"
    assert language.detect("THE END OF THE " * 2) is None  # too short to tell


@pytest.mark.parametrize("code", TOLD)
def test_a_text_is_believed_before_what_is_declared(code):
    declared = "en" if code != "en" else "de"
    assert language.differs(declared, TOLD[code] * 3) == code
    assert language.differs(code, TOLD[code] * 3) is None


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        ("en", "Ferry late"),
        (
            "nn",
            "Statsråden sa at det ikke er klart når vedtaket fra Stortinget kommer, og at det også kan ta et år til.",
        ),
        ("ast", TOLD["es"]),  # the model does not know it
        ("en", TOLD["es"] + " " + TOLD["en"] * 8),
        ("ja", "Kindle and the Paperwhite in the hand of the reader, that is what it is for. " + TOLD["ja"] * 8),
    ],
)
def test_what_is_declared_stays_where_the_text_is_short_or_unclear(declared, text):
    assert language.differs(declared, text) is None
