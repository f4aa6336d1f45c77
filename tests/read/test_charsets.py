"""Bytes are believed before what is declared, and the letters that they make tell the charset where nothing else does."""

from __future__ import annotations

import pytest

from transforms.read import charsets


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"])
def test_decode_finds_the_charset(charset: str) -> None:
    text = "Café Löwe öffnet am Samstag wieder – für alle."
    assert charsets.decode(text.encode(charset)) == text


def test_decode_believes_bytes_before_what_is_declared() -> None:
    assert charsets.decode("Café".encode(), "latin-1") == "Café"
    assert charsets.decode("Привет, мир".encode("koi8-r"), "koi8-r") == "Привет, мир"
    assert charsets.decode("Café".encode("latin-1"), "no-such-charset") == "Café"


def test_decode_keeps_utf8_with_a_few_broken_bytes() -> None:
    data = ("Grünmühl und das Café Löwe. " * 400).encode()
    text = charsets.decode(data[:-8] + b"\xff" + data[-8:])
    assert text.count("Grünmühl") == 400
    assert text.count("\ufffd") == 1


WORDS = {
    "de": "Die Fähre läuft spät aus: „Für Grüße ist keine Zeit“, hieß es – größere Schäden gibt es nicht.",
    "en": "The ferry’s café was naïve — “a cliché”, said José Muñoz, who paid £2 for a soufflé and a crème brûlée…",
    "fr": "Le bac « Étoile » a été arrêté à la côte où la mer était forte, d’après la préfète, qui a déçu les élèves.",
    "it": "Il traghetto è partito più tardi perché la città era già «in attesa», così il capitano; però tornerà.",
    "pl": "Prom nie wypłynął, ponieważ załoga była już zmęczona – powiedział kapitan, który wróci później do przystani.",
    "cs": "Přívoz dnes nevyplul, protože posádka byla příliš unavená, řekl kapitán, který se vrátí až později večer.",
    "hu": "A komp ma késő este sem indult el, mert a legénység fáradt volt, és a következő időkben űrt hagy maga után.",
    "tr": "Feribot bugün kalkmadı, çünkü mürettebat çok yorgundu, dedi kaptan; akşam iskeleye dönüş şimdilik yok.",
    "is": "Ferjan fór ekki í dag því að áhöfnin var orðin þreytt, sagði skipstjórinn, sem kemur síðar á bryggjuna.",
    "lt": "Keltas šiandien neišplaukė, nes įgula buvo pavargusi, sakė kapitonas, kuris grįš vėliau į prieplauką.",
    "ru": "Паром сегодня не вышел в море, потому что команда устала, сказал капитан, который вернётся на пристань позже.",
    "ar": "لم تغادر العبارة اليوم لأن الطاقم كان متعبا، كما قال القبطان الذي سيعود إلى الميناء في وقت لاحق من المساء.",
    "ko": "선장은 선원들이 지쳐서 오늘 배가 떠나지 않았다고 말했다. 그는 저녁에 부두로 돌아올 것이라고 덧붙였다.",
    "ja": "船長によると、乗組員が疲れていたため、きょうの渡し船は出なかった。夕方には桟橋に戻るという。",
    "zh": "船长说，由于船员疲劳，今天的渡船没有开出。他将在傍晚返回码头，并向乘客说明情况。",
}


@pytest.mark.parametrize(
    ("code", "charset"),
    [
        *((code, "windows-1252") for code in ("de", "en", "fr", "it", "is")),
        *((code, charset) for code in ("pl", "cs", "hu") for charset in ("windows-1250", "iso-8859-2")),
        ("tr", "windows-1254"),
        ("lt", "windows-1257"),
        *(("ru", charset) for charset in ("windows-1251", "koi8-r", "iso-8859-5")),
        ("ar", "windows-1256"),
        ("ko", "euc-kr"),
        *(("ja", charset) for charset in ("cp932", "euc-jp")),
        ("zh", "gb18030"),
    ],
)
@pytest.mark.parametrize("page", [False, True])
def test_the_letters_of_a_text_tell_its_charset(code: str, charset: str, page: bool) -> None:
    data = "\n\n".join([WORDS[code]] * 3).encode(charset, "ignore")
    data = b'<html><head><title>Ferry</title></head><body><div class="story"><p>' + data + b"</p>" if page else data
    assert charsets.decode(data) == data.decode(charset)
