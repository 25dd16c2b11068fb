"""How people tell that those for whom they asked are glad: the class, a resident, a customer. One
entry a language; written as the phrases of `thanks_phrases`.

It asks for nothing, and of itself it ends nothing: the boss may be delighted of something else.
"""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import flat
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class _Gladness:
    """What people of one language write, each field the alternatives of a pattern."""

    #: Somebody, with their article; one word more may stand behind it.
    who: str
    #: "is" and the like.
    are: str
    #: How glad they are.
    glad: str
    #: The same as a verb, with "is" in it.
    rejoice: str


_LANGUAGES = (
    _Gladness(  # English
        who=r"""(?:(?:the|my|our|all the|all my|both|her|his) )?(?:\w+ )?(?:nan|gran|grandma
|grandad|mum
|mom|dad|mother|father|wife|husband|hubby|daughter|son|kids?|children|class|pupils?|students?
|parents?|teachers?|residents?|patients?|ladies|lady|gentleman|nurses?|carers?|customers?|clients?
|callers?|tenants?|passengers?|drivers?|guests?|team|lads|girls|staff|boss|manager|director|cook
|kitchen|ward|office|crew|colleagues?|everyone|everybody|whole \w+|family|neighbours?|baby|dog)
|he|she|they|we|i""",
        are=r"""(?:re|is|are|s|was|were|m|am|ve been|has been)(?: all| both| so| very| really| ever
 so| well| absolutely| just| now| quite)*""",
        glad=r"""over the moon|made up|chuffed|delighted|thrilled|happy|happier|beaming|smiling
|cheering|buzzing|ecstatic|pleased|grateful|relieved|jumping for joy|in tears of joy|in heaven
|on cloud nine|as happy as larry|happy as (?:\w+ ?){1,3}|like a dog with two tails|loving it
|enjoying it|settled|comfy|comfortable|fast asleep|snug|asleep|tickled pink|impressed|content""",
        rejoice=r"""(?:loves?|loved|enjoys?|enjoyed|adores?|cheered|clapped|smiled|laughed|thanks?)
(?: (?:it|you|them|you all))?|says? (?:hi|hello|thanks?|thank you|ta|bless you|cheers)
|sends? (?:their|her|his|you) (?:love|regards|thanks|best wishes)
|couldn t be (?:happier|more pleased)|cried (?:with|for) joy|slept like a (?:baby|log)
|(?:has|have|got) (?:her|his|their|our) (?:smile|appetite) back""",
    ),
    _Gladness(  # German
        who=r"""(?:(?:der|die|das|mein|meine|unser|unsere|alle|ihre|seine|ganze) )*(?:oma|opa|mama
|papa|mutter|vater|frau|mann|tochter|sohn|kinder|kids|kleinen|klasse|schuler|schulerinnen|eltern
|lehrer|bewohner|bewohnerin|bewohnerinnen|patient|patientin|patienten|dame|damen|herr|schwestern
|pfleger|kunde|kundin|kunden|mieter|mieterin|fahrgaste|fahrer|gaste|team|jungs|madels|chef|chefin
|koch|kuche|station|buro|truppe|kollegen|kollegin|kollege|familie|nachbarn|nachbarin|mannschaft
|baby|hund|\d\w|wir|ich|sie|er|alle)""",
        are=r"""(?:ist|sind|war|waren|bin)(?: alle| beide| ganz| sehr| so| richtig| total
| uberglucklich
| schon| jetzt)*""",
        glad=r"""(?:uber)?glucklich|begeistert|happy|froh|zufrieden|selig|hin und weg
|aus dem hauschen
|im siebten himmel|dankbar|erleichtert|beruhigt|entzuckt|beeindruckt|gluckselig|baff|versorgt""",
        rejoice=r"""(?:strahlt|strahlen|jubelt|jubeln|freut sich|freuen sich|freut s|lacht|lachen
|lacht wieder|klatscht|klatschen|schlaft|schlafen|tanzt|tanzen)(?: \w+){0,4}?
(?: (?:gesicht|honigkuchenpferd|schneekonig|wie verruckt|backen|wieder|alle|sehr|riesig|auch))?
|(?:dankt|danken)(?: auch| euch| ihnen| sehr| herzlich)*|(?:lasst|lassen)(?: schon| euch| sie
| auch| herzlich)* (?:grussen|danken)|sagt(?: auch)? (?:danke|merci|vergelt s gott)|grusst|grussen
|(?:hat|haben) (?:sich )?(?:sehr |riesig |so )?(?:gefreut|gejubelt|geklatscht|gelacht|gestrahlt)""",
    ),
    _Gladness(  # Dutch
        who=r"""(?:(?:de|het|mijn|onze|ons|alle|haar|zijn|hele) )*(?:oma|opa|mama|papa|moeder|vader
|vrouw|man|dochter|zoon|kinderen|kids|kleintjes|klas|groep|leerlingen|ouders|juf|meester|bewoner
|bewoners|bewoonster|patient|patienten|mevrouw|meneer|dames|heren|verpleging|klant|klanten
|huurder|reizigers|passagiers|chauffeurs?|gasten|team|jongens|meiden|baas|kok|keuken|afdeling
|kantoor|ploeg|collegas?|collega s|familie|buren|baby|hond|iedereen|we|ik|ze|hij|zij)""",
        are=r"""(?:is|zijn|was|waren|ben)(?: allemaal| beiden| heel| erg| zo| echt| helemaal| super
| weer| nu)*""",
        glad=r"""(?:dol|super|kei)?blij|gelukkig|tevreden|in de wolken|door het dolle(?: heen)?
|in zijn nopjes|in haar nopjes|in hun nopjes|opgelucht|dankbaar|enthousiast|gerustgesteld|happy
|onder de indruk|zo blij als een kind|in de zevende hemel""",
        rejoice=r"""(?:straalt|stralen|juicht|juichen|lacht|lachen|geniet|genieten|slaapt|slapen
|klapt
|klappen|danst)(?: weer| ervan| allemaal| van oor tot oor| als een roos)*|(?:bedankt|bedanken)
(?: jullie| je| u| ook)*|zegt (?:ook )?(?:dank|bedankt|merci)(?: je wel| u wel| jullie)*
|doet de groeten|doen de groeten""",
    ),
    _Gladness(  # Danish
        who=r"""(?:(?:min|mine|vores|alle|hele|hendes|hans) )*(?:mormor|farmor|morfar|farfar|mor|far
|kone|mand|datter|søn|børnene|ungerne|klassen|eleverne|forældrene|læreren|beboeren|beboerne
|patienten|patienterne|damen|damerne|herren|sygeplejerskerne|kunden|kunderne|lejeren|passagererne
|chaufføren|chaufførerne|gæsterne|holdet|drengene|pigerne|chefen|kokken|køkkenet|afdelingen
|kontoret|kollegerne|kollegaen|familien|naboerne|babyen|hunden|alle|\d \w|vi|jeg|hun|han|de)""",
        are=r"(?:er|var|blev)(?: alle| begge| meget| sa| helt| rigtig| vildt| nu)*",
        glad=r"""(?:jubel|super|lykke)?(?:glade?|lykkelige?)|tilfredse?|begejstrede?|lettede?
|taknemmelige?
|i den syvende himmel|ellevilde?|oppe at køre|imponerede?|rolige?|beroligede?|henrykte?""",
        rejoice=r"""(?:straler|jubler|griner|smiler|danser|klapper|hygger sig|sover|nyder det)
(?: igen| allesammen| over hele femøren| om kap)*|(?:takker)(?: mange gange| ogsa| jer)*
|siger (?:mange |ogsa )*tak|hilser(?: mange gange| ogsa)*|sender hilsner|(?:blev|har) (?:sa )?
glædet sig""",
    ),
    _Gladness(  # Portuguese
        who=r"""(?:(?:o|a|os|as|meu|minha|nosso|nossa|todos|todas|toda) )*(?:avo|mae|pai|mulher
|marido
|filha|filho|filhos|criancas|miudos|miudas|miudagem|turma|alunos|pais|professora|professor|utente
|utentes|residentes?|doentes?|pacientes?|senhora|senhor|senhoras|enfermeiras?|clientes?|inquilin[oa]
|passageiros|motoristas?|hospedes|equipa|malta|pessoal|rapazes|chefe|cozinheir[oa]|cozinha
|enfermaria|escritorio|colegas?|familia|vizinhos|bebe|cao|tod[oa]s|nos|eu|ele|ela|eles|elas)""",
        are=r"(?:esta|estao|ficou|ficaram|anda|andam|estamos)(?: tod[oa]s| muito| tao| mesmo| ja)*",
        glad=r"""(?:super)?(?:felic?[zs]?(?:es|issim\w*)?|content\w*|satisfeit\w*|encantad\w*
|radiantes?
|delirantes?|aliviad\w*|agradecid\w*|nas nuvens|no setimo ceu|tranquil\w*|em festa|aos pulos
|aos saltos|maravilhad\w*|impressionad\w*|descansad\w*)""",
        rejoice=r"""(?:agradece|agradecem|adorou|adoraram|adora|adoram|gostou|gostaram)(?: muito
| imenso
| tambem)*|manda\w* (?:um |os |muitos )*(?:abracos?|cumprimentos|beijinhos?)|diz(?:em)? (?:muito )?
obrigad[oa]|(?:ri|riem|sorri|sorriem|salta|saltam|dorme|dormem|bate\w* palmas)(?: de alegria
| de contente| outra vez| como um anjo)*""",
    ),
    _Gladness(  # French
        who=r"""(?:(?:le|la|les|l|mon|ma|mes|notre|nos|tous les|toute la|toutes les|toute l|tout le)
 )*(?:mamie|papi|papy|grand mere|grand pere|maman|papa|mere|pere|femme|mari|fille|fils|enfants
|gamins|gosses|petits|classe|eleves|parents|maitresse|prof|residente?s?|patiente?s?|dame|dames
|monsieur|infirmieres?|clients?|clientes?|locataires?|passagers|chauffeurs?|invites|equipe|gars
|filles|chef|cheffe|cuisinier|cuisine|service|bureau|collegues?|famille|voisins?|bebe|chien
|tout le monde|tous|on|nous|je|il|elle|ils|elles|ce\d|cm\d)""",
        are=r"""(?:est|sont|etait|etaient|suis|sommes)(?: tous| toutes| tres| trop| si| tellement
| vraiment| bien)*""",
        glad=r"""ravie?s?|aux anges|contente?s?|heureu\w+|enchantee?s?|au septieme ciel
|soulagee?s?|satisfaite?s?
|reconnaissante?s?|rassuree?s?|emballee?s?|comblee?s?|bluffee?s?|impressionnee?s?|en joie
|fous de joie
|tranquilles?""",
        rejoice=r"""(?:rayonnent?|sautent? de joie|rient?|rit|sourit|sourient|applaudi\w*
|adorent?|dort
|dorment|dansent?)(?: de joie| a nouveau| de nouveau| tous| comme un bebe)*|(?:vous |te )?
(?:remercie|remercient)(?: beaucoup| aussi| infiniment)*|(?:vous |te )?di(?:t|sent)
 (?:un grand |mille )?mercis?|(?:vous )?(?:embrasse|embrassent|passent? le bonjour)
|a adore|ont adore""",
    ),
)
"""To add a language, add an entry."""


def _of(one: _Gladness) -> str:
    who, are, glad, rejoice = (f"(?:{flat(getattr(one, name))})" for name in _Gladness.__slots__)
    about = r"(?: (?:with|about|mit|damit|daruber|met|ermee|med|over|com|de|avec|it|that|this|ca))"
    joined = r"(?: (?:and|und|en|og|e|et) "
    is_glad = rf"(?: {are} {glad}| {rejoice})"
    return rf"{who}(?: \w+)?{is_glad}{about}{{0,2}}{joined}(?:{glad}|{rejoice}))?"


_BEFORE = r"(?:(?:and|und|en|og|e|et|now|jetzt|nu|agora|maintenant) )?"
GLADNESS: re.Pattern[str] = late_pattern(rf"{_BEFORE}(?:{'|'.join(map(_of, _LANGUAGES))})")
"""A whole clause that tells so."""
