"""The Portuguese words that say when somebody is away."""

from __future__ import annotations

from mailtracker.mail.origin.dates.words import date_words

WORDS = date_words(
    months="janeiro jan|fevereiro fev|março marco mar|abril abr|maio mai|junho jun|julho jul"
    "|agosto ago|setembro set|outubro out|novembro nov|dezembro dez",
    weekdays="segunda segunda-feira seg|terça terca terça-feira terca-feira ter"
    "|quarta quarta-feira qua|quinta quinta-feira qui|sexta sexta-feira sex"
    "|sábado sabado sáb|domingo dom",
    numbers="um uma|dois duas|três|quatro|cinco|seis|sete|oito|nove|dez",
    units=(
        r"dias?",
        r"semanas?",
        r"semanas?",
    ),
    phrases=r"""
veto              (?:seu|sua|o seu|a sua) (?:e-?mail|mensagem|pedido)[^.\n]{0,20}? de
veto              (?:enviad[oa]|recebid[oa])(?: em| a)?
every             cada|todas as|todos os|às|aos
gone              já não (?:trabalh\w*|faz|faço|colabor\w*)
gone              não (?:trabalh\w+|faz parte|faço parte) mais|deix(?:ei|ou) (?:de|a|o)
gone              reform(?:ei|ad[oa])|aposent\w+|sa(?:í|iu) da empresa
lastday           último dia(?: de trabalho)?
rel.betweenyears  entre (?:o )?natal e (?:o )?(?:ano novo|fim de ano)
rel.restweek      (?:o )?resto da semana
rel.endweek       (?:ao |o )?(?:fim|final) da semana
rel.weekend       (?:o )?(?:fim de semana|fim-de-semana)
rel.endmonth      (?:ao |o )?(?:fim|final) (?:do|deste) mês
rel.endyear       (?:ao |o )?(?:fim|final) (?:do|deste) ano
rel.newyear       (?:no |o )?(?:ano novo|novo ano|próximo ano)
rel.christmas     natal
rel.easter        páscoa
rel.overmorrow    depois de amanhã
rel.tomorrow      amanhã
rel.yesterday     ontem
rel.today         hoje
rel.thisandnextweek  (?:n?esta semana|esta) e (?:n?a )?(?:próxima(?: semana)?|semana que vem)
rel.thisweek      (?:durante )?n?esta semana|toda a semana|a semana toda
rel.nextweek      (?:n?a )?(?:próxima semana|semana que vem|semana seguinte|semana próxima)
coming            (?:n?os |n?as )?próxim[ao]s(?= \d)
next              que vem
this              próxim[ao]|n?est[ae]|seguinte
end               (?:ao |o )?(?:finais|final|fim|fins)(?: do mês)? de
middle            meados de
start             (?:ao |o )?(?:início|inícios|começo|princípio|princípios) (?:do mês )?de
until             até(?: ao?s?| à| o| dia)*
after             (?:depois|após)(?: d[eoa]s?| o| a)?(?: dia)?
before            antes(?: d[eoa]s?)?(?: dia)?
since             desde(?: o| a)?
between           entre(?: os?)?(?: dias?)?
from              a partir d[eoa]s?|de|do|da
in                dentro de(?= \d)|daqui a(?= \d)
to                -|–|—|a|à|ao|aos
and               e|&
not               não|nunca|sem
other             contact\w*|contat\w*|ligu?e\w*|substitu\w*|dirij\w*|fale
only              só|somente|apenas
away              ausen\w*|férias|fora|licença|viagem|baixa|doente|encerrad\w*|fechad\w*
away              folga|formação|congresso|conferência|feira|indisponível
away              não (?:estou|estarei|estamos|vou estar)|deslocação|acesso limitado
away              greve|de fora
back              regress\w*|volt\w*|retorn\w*|retom\w*|reabr\w*|de novo|novamente
back              de volta|regresso
answer            respond\w*|resposta|le(?:io|rei|r)|vejo|verei|atend\w*|disponível
answer            contactável|trato
works             trabalho|horário|tempo parcial|part-time|meio período|expediente
""",
)
