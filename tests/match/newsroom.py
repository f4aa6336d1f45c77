"""Made-up articles for the tests of matching, long enough to have facts and an order of telling."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from transforms.fingerprint.table import fingerprint_table

STORY = [
    "Divers found the bell of the Karolina Vest near Ostrel on Tuesday, 112 years after she sank with 38 sailors.",
    "Captain Ines Okoro of the Velmont Museum said the find settled an old quarrel about the route of the ship.",
    "The bell, 60 centimetres high, lay under sand at a depth of 41 metres, beside the remains of the wheel.",
    "Historian Aldo Ferrin had argued since 1987 that the Vest turned north to avoid the ice off Cape Lomm.",
    "His rival Petra Sund held that the crew never left the southern channel, and wrote three books to prove it.",
    "A local fisherman, Jon Hask, first saw the wreck on the sonar of his trawler while looking for lost nets.",
    "The museum paid 250,000 crowns for a survey, and the coast guard lent the cutter Morning Star for nine days.",
    "Okoro hopes to show the bell in Velmont from May, together with letters that the sailors sent from Port Arden.",
    "The families of the drowned will be invited to a service in the church of Saint Brann, the bishop announced.",
    "Ferrin, now 81, laughed when he heard the news and asked whether Sund would write a fourth book.",
]

REWRITE = """
A bell from the Karolina Vest has been recovered by divers close to Ostrel this Tuesday, more than a century
(112 years) since the vessel went down, taking 38 sailors with her. According to Captain Ines Okoro from Velmont
Museum, an old quarrel over the ship's route is now settled by this find. At 41 metres of depth the bell, which
stands 60 centimetres tall, rested below sand next to what remains of the wheel. Since 1987 the historian Aldo
Ferrin has claimed that the Vest went north so as to avoid ice near Cape Lomm. Petra Sund, a rival, insisted the
crew had never abandoned the southern channel; she wrote three books to prove the point. It was Jon Hask, a
fisherman from the area, whose trawler first picked up the wreck on sonar during a search for lost nets. For the
survey the museum spent 250,000 crowns, while the cutter Morning Star was lent for nine days by the coast guard.
From May, Okoro hopes, visitors to Velmont can see the bell as well as letters sailors had sent out of Port
Arden. A service at Saint Brann church is planned, the bishop said, with families of the drowned as guests. On
hearing the news Ferrin, who is 81 now, laughed, asking if a fourth book by Sund would follow.
""".strip().replace("\n", " ")

RETOLD = """
"Will there be a fourth book?" That was what Ferrin, an 81-year-old historian, wanted to know, laughing, once word
reached him that the Karolina Vest had given up her bell. Aldo Ferrin maintained from 1987 onwards that the steamer
swung north near Cape Lomm because of ice. Three volumes by Petra Sund, his rival, say otherwise: no one aboard ever
quit the southern channel. Captain Ines Okoro, who runs the Velmont Museum, believes that the matter is closed. Divers
working off Ostrel lifted the object on Tuesday; 38 sailors died when she foundered 112 years back. Sixty centimetres
tall, it had been buried in sand 41 metres down, with what is left of the wheel close by. Credit for the first hint
belongs to Jon Hask. He fishes in these parts, had gone after nets he had lost, and noticed a shape on his sonar.
Nine days of work with the Morning Star, a cutter that belongs to the coast guard, followed, and 250,000 crowns from
the museum's purse went into it. Visitors may see it at Velmont in May. Letters which the crew posted at Port Arden
will lie next to it. The bishop, too, has plans: relatives of the dead are asked to the church of Saint Brann, where
a service will be held.
""".strip().replace("\n", " ")

OTHER_ANGLE = """
Jon Hask has mended his nets at the same quay for 40 years, but since Tuesday he cannot finish a knot without
somebody asking for a picture. It was on the sonar of his trawler that the Karolina Vest showed first, a grey smear off
Ostrel which he took for a rock. "My wife told me to ring the museum in Velmont," Hask says, pouring coffee for a
reporter and two students from Lund. Captain Ines Okoro came the next morning with a bottle and a chart of 1911. The
coast guard sent the Morning Star, whose cook, Benno Tiel, still talks about the swell. Now the harbour council argues
about a plaque. Mayor Greta Holst wants bronze, 6,000 crowns, while the fishermen's guild would rather repair the
slipway, which a storm broke in February. Hotels report 70 bookings for Whitsun. Hask himself will stay at sea that
week. He was paid nothing for the find, he says, and asks for nothing, except that divers keep away from his lobster
pots. The bell, when he saw it hauled up, made him think of his grandfather, a stoker who had sailed with two of the
drowned and never spoke about it.
""".strip().replace("\n", " ")

FURNITURE = (
    "The Brightwater Bulletin covers Brightwater, Lower Fenton and the villages of the Arrow Valley. Founded in 1994 by "
    "Helen and Douglas Marchbanks as a weekly sheet, it went online in 2009 and reaches 60,000 readers a month. The "
    "newsroom at 12 Chapel Row is open to visitors on Tuesdays. If you see an error, tell our editor, Simon Prewett, by "
    "telephone on 555 0187. Readers like you pay for two of our four reporters, and every penny goes into coverage of "
    "councils, courts and schools. You can also advertise with us: speak to Priya Nair about packages for small firms."
)

OWN_REPORT = """
A museum in Velmont is celebrating after a wreck in the cold waters off the northern coast gave up its bell. For
Ines Okoro it is the end of a search that began in her first year as director, when a box of charts came to
light. She remembers calling her mother from the deck. Insurers and lawyers will argue about the find for
months, since wrecks older than a century belong to the crown. Tourism in Ostrel has doubled in ten years, and
hotels hope for more guests. Aldo Ferrin, who has studied the Karolina Vest for most of his life, was not aboard
on Tuesday; at home he opened a bottle of wine that he had kept for the day. Schools will receive a film about
the dive, and a model of the ship goes on tour in autumn.
""".strip().replace("\n", " ")

OTHER = [
    "Farmers in the Lomm valley expect a poor harvest of apples after late frost in April killed half of the flowers.",
    "Cooperative head Mila Torv said members would lose about 3,400 tonnes, and asked the ministry in Arden for help.",
    "Prices at the market in Sandvik rose by 18 percent within a week, the highest since the drought of 2003.",
    "Growers with wind machines fared better, but few can afford the 90,000 crowns that each of them costs.",
    "Minister Erik Dahl will visit the valley on Friday and has promised an answer before the end of June.",
    "Beekeepers report losses too, because the trees that did flower did so two weeks ahead of the usual time.",
    "The juice factory in Holm will import fruit from abroad for the first time in 26 years, its owner said.",
]


def weather(place: str, day: str, high: int, low: int, wind: int) -> str:
    """A templated forecast: the same words each day, other facts."""
    return (
        f"Forecasters in {place} expect a high of {high} degrees and a low of {low} on {day}. Winds from the west at "
        f"{wind} kilometres an hour. Drivers are asked to take care on the roads and to check conditions. The chance "
        f"of rain is {low + wind} percent by noon. The sun rises at 6.{high} and sets at 8.{wind}. The next forecast "
        f"for {place} will be issued at {wind % 12} in the evening."
    )


def tides(day: str, morning: str, evening: str, metres: tuple[float, float], wind: int) -> str:
    """A table told in sentences: its names are the same each day, its numbers are not."""
    return (
        f"Here are the tides at Sandvik harbour for {day}. High water is expected at {morning} and again at {evening}, with "
        f"heights of {metres[0]} and {metres[1]} metres above the mark at Port Arden. The wind will blow from the west at "
        f"{wind} knots. Skippers are reminded to moor on the Lomm side of the quay and to listen to Radio Velmont before "
        f"they sail. Soundings at the Holm light showed {wind + 9} feet on {day}. The coast guard office in Ostrel issues "
        "the next table at noon, and the Velmont Museum keeps all of them."
    )


def fingerprints(*articles: Mapping[str, object]) -> pa.Table:
    """Fingerprints of articles given as columns by name; article_ids count from 0."""
    names = sorted({name for article in articles for name in article})
    columns = {name: [article.get(name) for article in articles] for name in names}
    ids = [f"{i:016x}" + "0" * 16 for i in range(len(articles))]
    return fingerprint_table(pa.table({"article_id": ids, **columns}))
