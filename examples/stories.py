"""The prose of the made-up newsroom: every person, place, company and publication in it is invented.

`STORIES` maps a label to a story as its first publisher wrote it; a label with a suffix (`ferry.revision`,
`ferry.rewrite`) is another telling of the story before the dot. `build.py` puts them on sites and into files.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """One telling: headline, byline and the body's paragraphs, without dateline, credit or furniture."""

    title: str
    author: str
    paragraphs: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.paragraphs:
            raise ValueError(f"story {self.title!r} has no paragraphs: write some")


def _story(title: str, author: str, body: str) -> Story:
    """A story from a body whose paragraphs are parted by blank lines; line breaks inside one are joined."""
    return Story(title, author, tuple(" ".join(block.split()) for block in body.strip().split("\n\n")))


STORIES: dict[str, Story] = {
    "ferry": _story(
        "Ferry runs aground off Port Ellis, all 214 aboard brought ashore",
        "Dana Okonjo-Reyes",
        """
A passenger ferry carrying 214 people ran aground on the Gannet Shoal shortly before dawn on Monday, and every
passenger and crew member was brought ashore by noon, the Ellis Coast Rescue Service said.

The 68-metre Lady Marrable had left Port Ellis at 4:50 a.m. for the island of Sorrel Head when it struck the sandbank
about three miles from the harbor mouth. Rescuers used four lifeboats and a Navy helicopter from Braxton to lift people
from the listing deck.

“We heard a long grinding noise and then the coffee machine slid past me,” said Milo Tarrant, a schoolteacher who was
on his way to work. “Nobody screamed. The crew had us in life jackets within five minutes.”

Nineteen people were treated for cuts, bruises and cold at St. Orla's Hospital, and two of them, both members of the
engine-room crew, were kept overnight, said Dr. Henrike Vaas, the hospital's chief physician.

Capt. Joran Pell, 51, who has sailed the route for twelve years, told investigators that a steering pump failed
eight minutes before the grounding, according to the Maritime Safety Board. The board's director, Ines Calloway, said
that the ship's voyage recorder had been recovered and that a first report was due within 30 days.

The Lady Marrable was built in 1998 and is run by Sorrel Lines, which operates five ferries along the Ellis coast.
The company said in a statement that the vessel passed its last inspection on February 11 and that it would refund
all tickets for the week.

Salvage crews placed a 600-metre boom around the hull as a precaution. The ship carried about 40,000 liters of diesel,
and no leak had been found by Monday evening, the port authority said.

The next tide high enough to float the ferry is expected on Thursday, said harbor master Tobias Renn. “If the weather
holds, we will have her off by the weekend,” he said.
""",
    ),
    "ferry.revision": _story(
        "Stranded Port Ellis ferry leaks fuel as salvage is put off to Saturday",
        "Dana Okonjo-Reyes and Petra Lindqvist",
        """
A ferry that ran aground off Port Ellis with 214 people aboard began to leak diesel on Tuesday, and strong winds pushed
back the plan to float it until Saturday at the earliest, the port authority said.

About 900 liters of fuel had escaped from a cracked tank by midday, most of it held by a boom around the hull, said
harbor master Tobias Renn. The beach at Linnet Cove was closed as a precaution.

The 68-metre Lady Marrable had left Port Ellis at 4:50 a.m. on Monday for the island of Sorrel Head when it struck the
Gannet Shoal about three miles from the harbor mouth. Rescuers used four lifeboats and a Navy helicopter from Braxton to
lift people from the listing deck, and every passenger and crew member was ashore by noon.

“We heard a long grinding noise and then the coffee machine slid past me,” said Milo Tarrant, a schoolteacher who was
on his way to work. “Nobody screamed. The crew had us in life jackets within five minutes.”

Twenty-three people were treated for cuts, bruises and cold at St. Orla's Hospital, up from 19 on Monday, and one
member of the engine-room crew remained there, said Dr. Henrike Vaas, the hospital's chief physician.

Capt. Joran Pell, 51, who has sailed the route for twelve years, told investigators that a steering pump failed
eight minutes before the grounding, according to the Maritime Safety Board. The board's director, Ines Calloway, said
that the ship's voyage recorder had been recovered and that a first report was due within 30 days.

The Lady Marrable was built in 1998 and is run by Sorrel Lines, which operates five ferries along the Ellis coast.
The company said in a statement that the vessel passed its last inspection on February 11 and that it would refund
all tickets for the week.
""",
    ),
    "ferry.rewrite": _story(
        "All 214 people rescued after passenger ship gets stuck near Port Ellis",
        "",
        """
Every one of the 214 people on a passenger vessel had been taken to land by midday on Monday, hours after it became
stuck on the Gannet Shoal just ahead of sunrise, as reported by the Ellis Coast Rescue Service.

The Lady Marrable, which measures 68 metres, set off from Port Ellis at 4:50 a.m. bound for Sorrel Head island and hit
the sandy bank some three miles beyond the entrance of the harbor. Four lifeboats, together with a helicopter that the
Navy sent from Braxton, took the travelers off the tilting deck.

Milo Tarrant, a teacher commuting to his school, recalled a drawn-out scraping sound followed by a coffee machine
gliding by. He noted that no one cried out and that staff handed over life jackets in less than five minutes.

At St. Orla's Hospital, chief physician Dr. Henrike Vaas reported that 19 people received care for minor wounds,
bruising and exposure to cold. A pair of them, both employed in the engine room, stayed for the night.

As stated by the Maritime Safety Board, Capt. Joran Pell, aged 51 and with a dozen years on this crossing, informed
investigators about the failure of a steering pump eight minutes prior to the accident. Ines Calloway, the director of
the board, mentioned that the voyage recorder has been secured; an initial report should follow inside 30 days.

Sorrel Lines, the operator of five ferries on the Ellis coast, runs the Lady Marrable, a ship constructed in 1998.
It declared that the most recent inspection, on February 11, raised no concerns, and promised customers their money
back for every ticket of the week.

To be safe, salvage teams stretched a boom of 600 metres about the hull. Roughly 40,000 liters of diesel were on board,
yet the port authority saw no sign of a leak up to Monday evening.

Harbor master Tobias Renn expects a sufficiently high tide on Thursday. He is confident that, provided the weather
stays calm, the ferry can be freed before the weekend.
""",
    ),
    "lithium": _story(
        "Corvane Minerals agrees to buy rival Aldergate for $3.4 billion",
        "Wes Hathersage",
        """
Corvane Minerals said on Wednesday that it had agreed to buy Aldergate Resources for $3.4 billion in cash and shares, a
deal that would create the third-largest lithium producer outside Asia.

Under the terms, holders of Aldergate will receive $11.20 in cash and 0.42 of a Corvane share for each share they own,
a premium of 31 percent over Tuesday's close. Both boards approved the offer unanimously, the companies said.

“The brine at Salar Perdido is the best undeveloped resource on the continent, and we have the plant to process it
forty kilometers away,” said Marguerite Dunleavy, Corvane's chief executive, on a call with analysts.

The combined company expects to produce 92,000 metric tons of lithium carbonate a year by 2029, up from the 51,000 tons
that the two made last year. It forecast savings of $140 million a year, about half of them from shared transport.

Aldergate's chief executive, Rafe Sundqvist, will leave when the deal closes, which is expected in the first quarter
of next year. Some 260 of its 1,900 jobs will go, mostly at its head office in Keswick Falls.

Shares of Aldergate rose 27 percent to $16.85 in morning trading, while those of Corvane fell 4.1 percent to $18.30.
“They are paying up for growth that depends on a price of lithium which nobody has seen for two years,” said Olu
Bracewell, an analyst at Finch & Parr.

The purchase needs the consent of the Competition Office, which blocked a smaller deal between Corvane and Tessel
Mining in 2021. Dunleavy said that the company had offered to sell its 20 percent stake in the Orrin Flats project to
ease concerns.

Aldergate will owe Corvane a fee of $95 million if it accepts a higher bid before the end of August.
""",
    ),
    "lithium.rewrite": _story(
        "$3.4 billion takeover: Aldergate Resources to be acquired by Corvane",
        "",
        """
In a transaction valued at $3.4 billion, consisting of cash and stock, Aldergate Resources is set to be acquired by
Corvane Minerals, as announced on Wednesday. The result would be the number three maker of lithium outside of Asia.

Aldergate investors are promised $11.20 per share in cash plus 0.42 of a share of Corvane, which is 31 percent above
the price at the end of Tuesday. According to the two firms, there was not a single dissenting vote on either board.

Speaking to analysts, Corvane's chief executive Marguerite Dunleavy praised the brine of Salar Perdido as the finest
resource of the continent still waiting for development, and pointed to her company's processing plant a mere 40
kilometers from it.

By 2029, the merged business aims for a yearly output of 92,000 metric tons of lithium carbonate. Last year's total of
the pair stood at 51,000 tons. Annual cost cuts of $140 million are foreseen, with transport contributing around half.

Closing is planned for the opening quarter of next year, at which point Rafe Sundqvist, the chief executive of
Aldergate, steps down. Out of 1,900 positions at the firm, roughly 260 are to disappear, chiefly in the Keswick Falls
headquarters.

Before noon, Aldergate stock had climbed 27 percent to $16.85; Corvane slipped 4.1 percent to $18.30. Finch & Parr
analyst Olu Bracewell cautioned that the buyer is spending heavily on expansion that requires a lithium price not
observed for two years.

The Competition Office must still give its approval. In 2021 it stopped a less sizable combination of Corvane with
Tessel Mining. To calm such worries, Dunleavy noted, a 20 percent holding in the Orrin Flats project is up for sale.

Should Aldergate take a better offer before August ends, a payment of $95 million to Corvane becomes due.
""",
    ),
    "bridge-courier": _story(
        "Tamsin Bridge closed after inspectors find cracked hanger",
        "Lucille Abernathy-Cho",
        """
The county shut the Tamsin Bridge to all traffic on Thursday night after a routine inspection turned up a crack in one
of the steel hangers that hold up its western span, sending some 22,000 drivers a day on a detour of eleven miles.

County engineer Barnaby Voss said that the crack, about as long as a hand, was found by a crew with ultrasonic gear at
around 7 p.m. “I was not willing to wait for the morning,” he said.

The bridge, opened in 1961, carries Route 9 over the Tamsin River between Harborview and Millrace. It was last repaired
in 2016, when the deck was replaced at a cost of $8.7 million.

At the Copper Kettle diner on the Harborview side, owner Rosalind Imre sent half of her staff home on Friday. “By ten I
had sold four breakfasts,” she said. “Usually it's sixty.”

School buses will leave 25 minutes earlier from Monday on, the Harborview district said, and the fire department has
stationed a second engine in Millrace so that it need not cross the river.

Voss expects a temporary clamp to be in place within ten days, which would let cars, but not trucks, use one lane. A
new hanger has to be forged to order and may take until September.
""",
    ),
    "bridge-post": _story(
        "Millrace cut off as river crossing is shut; mayor calls for ferry",
        "Gideon Sparrow",
        """
Commuters in Millrace woke on Friday to a barrier across the only quick way to the other bank, and their mayor to a
telephone that did not stop ringing.

“I have asked the state for a free ferry by Wednesday, and I will ask again every morning,” Mayor Philippa Drummond
told about 150 residents who had packed the Grange Hall at short notice.

The Tamsin Bridge was closed on Thursday evening because of damage to its suspension. What that means for a town of
6,400 without a hospital of its own became clear within hours: an ambulance that took a woman in labor to Harborview
needed 34 minutes by way of Lower Ketteridge, where it would have been nine.

Farmers fear for the cherry harvest, which starts in three weeks. “Our packing house is on the wrong side,” said Ansel
Okafor, who grows twelve acres. He reckons that each truckload will cost him $60 more in fuel and wages.

The owner of the Millrace Marina, Bea Lindgren, offered two pontoon boats to carry walkers and cyclists, if the county
pays for insurance. A spokesman for the county, Leo Tran, said that the idea was being looked at.

State Senator Harlan Quist said he would press for $3 million in emergency money when the transport committee meets on
Tuesday in the capital.
""",
    ),
    "seagrass": _story(
        "How a bay without seagrass got 1,400 acres of it back",
        "Ottoline Marsh",
        """
Twenty-six years ago the floor of Orrin Bay was bare mud. Today it holds 1,400 acres of eelgrass, the largest meadow
ever restored by seed, and with it have returned seahorses, scallops and a good part of the bay's clear water.

A study published on Tuesday in the Journal of Shallow Seas follows the meadow from the first handfuls of seed that
volunteers threw from rowing boats in 1999. Its lead author, marine biologist Solveig Amundsen of Pelham University,
says that the speed of the recovery surprised everybody who took part.

“We had hoped for fifty acres in our lifetimes,” Amundsen says. “Seagrass spreads slowly until it has changed the water,
and then it spreads fast.”

The reason is light. Blades slow the waves, sediment sinks, and sunlight reaches deeper. The team measured that water
inside the meadow is 38 percent clearer than outside, and that young plants now grow at depths of 1.9 meters, where none
survived in 2005.

The grass had vanished in 1933, when a wasting disease and a hurricane came within the same year. Scallop fishing, which
fed some 300 families in the town of Cray's Landing, went with it.

In all, the project scattered 74 million seeds, gathered by hand each spring by more than 2,000 volunteers. Retired
bus driver Emmett Yarrow, 79, has not missed a season. “You get wet, you get cold, and then you see a seahorse,” he
says.

The meadow stores about 3,000 metric tons of carbon a year, according to the study, and the state is considering
whether to sell credits for it. Amundsen is wary. Warm summers remain the great danger: in 2015, a heat wave of three
weeks killed a fifth of the plants.

The team has begun to breed seed from the shoots that survived it. The first 40,000 were sown last autumn at the mouth
of Teal Creek, the warmest corner of the bay.
""",
    ),
    "chess": _story(
        "Fifteen-year-old wins Vellmark Open ahead of six grandmasters",
        "Casimir Holt",
        """
A fifteen-year-old from a village with more goats than people won the Vellmark Open chess tournament on Sunday, a point
ahead of a field that included six grandmasters.

Ilse Brandvik of Upper Norrey scored 8 of a possible 9 points and beat the top seed, Dragan Petrosk, in 61 moves in the
last round. Petrosk, 34, resigned with a shake of the head and then asked for a photograph.

“I only wanted not to lose quickly,” Brandvik said. Her prize is 12,000 crowns, which she means to spend on a train pass
and, she added after a look at her mother, on a savings account.

She learned the game at the age of six from her grandfather, a retired postman, who taught her on a board painted on a
kitchen tray. She has no trainer. Twice a week she plays in the back room of a bakery in Vellmark, an hour and a half by
bus.

The win lifts her rating to 2,438 and gives her the second of three results that the title of international master
requires. The youngest to hold it in the country, Mattias Roe, was sixteen in 1987.

The tournament, held for the 44th time, drew 186 players from 21 countries. Second place went to Anneke de Wilde with 7
points, and third to Petrosk, who had 6½.
""",
    ),
    "hospital": _story(
        "Kestrel Heights to close maternity ward, citing shortage of midwives",
        "Joanna Birtwhistle",
        """
Kestrel Heights Hospital will close its maternity ward on July 1 because it cannot find enough midwives, its director
said on Friday, leaving a region of 84,000 people without a place to give birth within forty miles.

Eleven of the ward's 26 posts are vacant, and two more midwives retire in June, director Conrad Ashby said. The hospital
advertised the positions four times since last autumn and received three applications, none of them from people
with the qualifications that the law asks for.

“This is the decision I least wanted to take in nineteen years here,” Ashby said. “But a ward that is safe on Tuesdays
and not on Wednesdays is not safe.”

Last year 612 children were born at Kestrel Heights. From July on, women will be sent to the General Hospital in
Braxton, 47 miles to the south, which is to get six more beds and a second operating theater for $5.2 million.

The Midwives' Association said that the region pays 14 percent less than the city for the same work. Its chair, Teodora
Finch, called the closure “the bill for ten years of looking away.”

Protesters gathered on Friday evening in front of the hospital's main gate. Among them was Carys Oduya, who expects
twins in August. “My mother was born in this building, and so was I,” she said.

Health Minister Lowell Prentiss said he would meet the hospital's board on May 28. A petition against the closure had
collected 9,300 signatures by Saturday.
""",
    ),
    "hospital.revision": _story(
        "Kestrel Heights maternity ward to stay open until October after protests",
        "Joanna Birtwhistle",
        """
Kestrel Heights Hospital will keep its maternity ward open until October 1, three months longer than planned, after the
health ministry promised to lend it five midwives, officials said on Wednesday.

Health Minister Lowell Prentiss announced the step after a meeting with the hospital's board. He also set aside $1.1
million for higher pay. A petition against the closure had collected 21,000 signatures by then.

Eleven of the ward's 26 posts are vacant, and two more midwives retire in June, director Conrad Ashby said. The hospital
advertised the positions four times since last autumn and received three applications, none of them from people
with the qualifications that the law asks for.

“This is the decision I least wanted to take in nineteen years here,” Ashby said when he announced the closure. “But a
ward that is safe on Tuesdays and not on Wednesdays is not safe.”

Last year 612 children were born at Kestrel Heights. If the ward closes, women will be sent to the General Hospital in
Braxton, 47 miles to the south, which is to get six more beds and a second operating theater for $5.2 million.

The Midwives' Association said that the region pays 14 percent less than the city for the same work. Its chair, Teodora
Finch, called the closure “the bill for ten years of looking away.”

Carys Oduya, who expects twins in August, said she was relieved. “My mother was born in this building, and so was I,”
she said.
""",
    ),
    "hochwasser": _story(
        "Lenze tritt über die Ufer: 1.300 Menschen in Altwiek verlassen ihre Häuser",
        "Friederike Sandvoss",
        """
Nach zwei Tagen Dauerregen ist die Lenze in der Nacht zum Dienstag über die Ufer getreten. In Altwiek mussten rund 1.300
Menschen ihre Häuser verlassen, wie der Landkreis Oberlenze mitteilte. Verletzt wurde nach bisherigen Erkenntnissen
niemand.

Der Pegel an der Klosterbrücke erreichte um 3.40 Uhr einen Stand von 6,12 Metern und damit den höchsten Wert seit 1974.
Normal sind dort um diese Jahreszeit 2,30 Meter. Gegen Mittag sank das Wasser langsam um etwa vier Zentimeter je Stunde.

„Der Deich am Mühlenkamp hat gehalten, sonst hätten wir eine ganz andere Lage“, sagte Landrätin Hedwig Thormählen. Mehr
als 450 Helfer von Feuerwehr und Katastrophenschutz füllten in der Nacht 38.000 Sandsäcke.

Die meisten Bewohner kamen bei Verwandten unter, 180 schliefen in der Turnhalle der Gesamtschule. „Um zwei Uhr stand die
Feuerwehr vor der Tür, um halb drei stand das Wasser im Keller“, sagte der Bäcker Ottmar Quandt, dessen Laden in der
Fährgasse überflutet ist.

Die Bahnstrecke zwischen Altwiek und Sundhagen bleibt bis mindestens Freitag gesperrt, weil das Gleis auf einer Länge
von 200 Metern unterspült wurde. Die Nordlenze-Bahn richtet einen Ersatzverkehr mit zwölf Bussen ein.

Den Schaden schätzt der Landkreis vorläufig auf 17 Millionen Euro. Umweltminister Jasper Hellwege kündigte an, am
Mittwoch nach Altwiek zu reisen und Soforthilfe von bis zu 2.500 Euro je Haushalt mitzubringen.
""",
    ),
    "sequia": _story(
        "Valdemora raciona el agua tras el invierno más seco en sesenta años",
        "Remedios Alcaraz Tovar",
        """
El Ayuntamiento de Valdemora cortará el agua entre las once de la noche y las seis de la mañana desde el próximo lunes,
después del invierno más seco en sesenta años, anunció el jueves la alcaldesa, Casilda Montenegro.

El embalse de Peña Rubia, que abastece a la ciudad y a catorce pueblos de la comarca, está al 11 % de su capacidad. Hace
un año guardaba el 47 %. Desde octubre han caído 86 litros por metro cuadrado, menos de un tercio de lo normal.

«No es una medida contra los vecinos, es para que en agosto salga algo del grifo», dijo Montenegro en una rueda de
prensa. Las multas por llenar piscinas o regar jardines irán de 300 a 1.500 euros.

La restricción afecta a unas 58.000 personas. El hospital comarcal de San Lope y las tres residencias de mayores tendrán
suministro continuo gracias a camiones cisterna, explicó el concejal de Aguas, Fermín Ochandiano.

Los agricultores ya han renunciado a sembrar 2.300 hectáreas de maíz. «Mi padre vio esto una vez, en 1965», recordó
Eusebio Larrañeta, que cultiva tomates en la vega del río Almanzuel. «Perdió la cosecha y se fue a trabajar a la mina».

La Confederación Hidrográfica estudia abrir dos pozos de emergencia en la sierra de Garbayo, con un coste de 4,6
millones de euros, que estarían listos a mediados de julio. La oposición reprocha a Montenegro que la red pierda
por fugas el 29 % del agua.
""",
    ),
    "sequia.revision": _story(
        "Valdemora retrasa una semana los cortes nocturnos de agua",
        "Remedios Alcaraz Tovar",
        """
El Ayuntamiento de Valdemora aplazó el sábado hasta el día 26 los cortes nocturnos de agua que iba a empezar el lunes,
después de que la Confederación Hidrográfica adelantara la apertura de un primer pozo de emergencia.

El embalse de Peña Rubia, que abastece a la ciudad y a catorce pueblos de la comarca, está al 11 % de su capacidad. Hace
un año guardaba el 47 %. Desde octubre han caído 86 litros por metro cuadrado, menos de un tercio de lo normal.

«No es una medida contra los vecinos, es para que en agosto salga algo del grifo», había dicho la alcaldesa, Casilda
Montenegro, en una rueda de prensa. Las multas por llenar piscinas o regar jardines irán de 300 a 1.500 euros.

La restricción afecta a unas 58.000 personas. El hospital comarcal de San Lope y las tres residencias de mayores tendrán
suministro continuo gracias a camiones cisterna, explicó el concejal de Aguas, Fermín Ochandiano.

Los agricultores ya han renunciado a sembrar 2.300 hectáreas de maíz. «Mi padre vio esto una vez, en 1965», recordó
Eusebio Larrañeta, que cultiva tomates en la vega del río Almanzuel. «Perdió la cosecha y se fue a trabajar a la mina».
""",
    ),
    "library": _story(
        "The library van that refuses to retire",
        "Winifred Aske",
        """
At ten past nine every second Tuesday, a yellow van with 412,000 miles on it climbs the last bend to Thornhollow, and
Gwendolyn Peake puts the kettle on.

“He takes two sugars,” she says of the driver, Alban Moyes, who has brought books to the hill farms of Cutler's Dale
since 1991. Peake, 88, gets through nine detective novels a fortnight. The nearest library with walls is 31 miles away.

The council has tried three times to end the service, most recently in 2022, when it argued that everybody could read
on a screen. A survey found that of the van's 640 borrowers, 390 had no connection fast enough to open a page.

So the van goes on. Moyes, who trained as a mechanic, has replaced the gearbox twice, the engine once and the heater so
often that he no longer writes it down. A collection in the dale's pubs raised 7,850 pounds for new tires and brakes.

He lends seed packets too, and a sewing machine, and once delivered a lamb. “It was on the way,” he says.
""",
    ),
    "digest": _story(
        "Morning briefing: five minutes to know what matters",
        "",
        """
Good morning from the Quillgate newsroom. Here is what happened while you slept, and what to look out for today.

First, to the coast. A passenger ferry carrying 214 people ran aground on the Gannet Shoal shortly before dawn on
Monday, and every passenger and crew member was brought ashore by noon, the Ellis Coast Rescue Service said. Capt. Joran
Pell, 51, who has sailed the route for twelve years, told investigators that a steering pump failed eight minutes
before the grounding, according to the Maritime Safety Board.

In business, Corvane Minerals said on Wednesday that it had agreed to buy Aldergate Resources for $3.4 billion in cash
and shares, a deal that would create the third-largest lithium producer outside Asia. Aldergate's chief executive, Rafe
Sundqvist, will leave when the deal closes, which is expected in the first quarter of next year.

For your weekend reading: Twenty-six years ago the floor of Orrin Bay was bare mud. Today it holds 1,400 acres of
eelgrass, the largest meadow ever restored by seed, and with it have returned seahorses, scallops and a good part of the
bay's clear water.

And a smile to end with. A fifteen-year-old from a village with more goats than people won the Vellmark Open chess
tournament on Sunday, a point ahead of a field that included six grandmasters. Ilse Brandvik of Upper Norrey scored 8 of
a possible 9 points and beat the top seed, Dragan Petrosk, in 61 moves in the last round.

That is all from us. Write to the desk if we missed something, and have a good Thursday.
""",
    ),
}


def weather(day: str, high: int, low: int, rain: int, wind: str, speed: int, sky: str, town: str, peak: float) -> Story:
    """The daily forecast: one template, other facts each day, so the items are alike in form and no copies."""
    return _story(
        f"Harborview weather for {day}",
        "",
        f"""
Good morning, Harborview. Expect {sky} on {day}, with a high of {high} degrees and a low of {low} degrees overnight. The
chance of rain is {rain} percent, and the wind will come from the {wind} at {speed} miles an hour.

The warmest place in the county will be {town}, with {high + 3} degrees. High water at the harbor gauge is forecast at
{peak} feet. Burning of garden waste is {"allowed" if rain > 40 else "not allowed"} in all towns.

The forecast is issued every day at 5 a.m. by the county weather office and updated at noon if conditions change. For
road conditions call the county line. Boaters should check the marine bulletin before they leave the harbor.
""",
    )


def shares(
    day: str,
    move: str,
    percent: float,
    close: float,
    volume: float,
    low: float,
    high: float,
    peer: str,
    peer_close: float,
    index: int,
    ton: int,
) -> Story:
    """The daily share report: one template, other numbers."""
    return _story(
        f"Corvane Minerals shares {move} {percent} percent on {day}",
        "",
        f"""
Shares of Corvane Minerals {move} {percent} percent on {day} to close at ${close:.2f}. Some {volume} million shares
changed hands, compared with a 50-day average of 2.6 million. The stock moved between ${low:.2f} and ${high:.2f} during
the session.

Among its peers, {peer} ended the day at ${peer_close:.2f}. The Keswick Mining Index closed at {index:,} points, and
lithium carbonate for delivery next month was quoted at ${ton:,} a ton.

This report was generated automatically from market data. It is no advice to buy or sell securities.
""",
    )


STORIES |= {
    "weather-12": weather("Monday, May 12", 61, 44, 70, "southwest", 18, "showers", "Lower Ketteridge", 7.2),
    "weather-13": weather("Tuesday, May 13", 66, 47, 20, "west", 9, "clear skies", "Millrace", 6.8),
    "weather-14": weather("Wednesday, May 14", 58, 41, 55, "northeast", 24, "clouds and drizzle", "Cray's End", 7.9),
    "shares-14": shares("Wednesday", "fell", 3.8, 18.36, 9.4, 17.95, 18.77, "Tessel Mining", 41.12, 3212, 10450),
    "shares-15": shares("Thursday", "rose", 1.3, 18.60, 4.1, 18.21, 18.74, "Pardo Lithium", 7.35, 3187, 10620),
}
