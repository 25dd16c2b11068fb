"""The Portuguese words that say when somebody is away."""

from __future__ import annotations

from mailtracker.mail.origin.dates.words import date_words

WORDS = date_words(
    names=(
        "janeiro jan|fevereiro fev|março marco mar|abril abr|maio mai|junho jun|julho jul"
        "|agosto ago|setembro set|outubro out|novembro nov|dezembro dez",
        "segunda segunda-feira 2a seg|terça terca terça-feira 3a terca-feira ter"
        "|quarta quarta-feira 4a qua|quinta quinta-feira 5a qui|sexta sexta-feira 6a sex"
        "|sábado sabado sáb|domingo dom",
        "um uma|dois duas|três|quatro|cinco|seis|sete|oito|nove|dez",
    ),
    units=(
        r"dias?",
        r"semanas?",
        r"semanas?",
    ),
    phrases=r"""
veto              (?:seu|sua|o seu|a sua) (?:e-?mail|mensagem|pedido)[^.\n]{0,20}? de
veto              (?:enviad[oa]|recebid[oa])(?: em| a)?
week.of           (?:n?a )?semana (?:de|do dia|que começa a)(?= \d)
fortnight         (?:uma )?quinzena|quinze dias
every             cada|todas as|todos os|as (?:segundas|terças|quartas|quintas|sextas)(?:-feiras)?
gone              já não (?:trabalh\w*|faz|faço|colabor\w*|integr\w*)
gone              não (?:trabalh\w+|faz parte|faço parte) mais
gone              deix(?:ei|ou) de (?:trabalhar|colaborar|fazer parte|exercer)
gone              deix(?:ei|ou) a (?:empresa|instituição|escola)|reform(?:ei|ou|ad[oa])|aposent\w+
gone              sa(?:í|iu) da empresa|desvinculou
lastday           último dia(?: de trabalho)?|cess(?:ou|ei) (?:as )?(?:suas |minhas )?funções
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
rel.today         hoje|esta (?:manhã|tarde|noite)|(?:todo o dia|o dia todo|o dia inteiro)
rel.thisandnextweek  n?esta (?:semana )?e (?:n?a )?(?:próxima|seguinte)(?: semana)?
rel.thisweek      (?:durante )?n?esta semana|toda a semana|a semana toda
rel.nextweek      (?:n?a )?(?:próx(?:ima)? semana|semana que vem|semana seguinte|semana próxima)
time              sem falta|(?:logo )?(?:de|da|pela|à|ao) (?:manhã|tarde|noite|meio-dia)
time              ao (?:fim|final) d[oa] (?:dia|tarde|manhã)
coming            (?:n?os |n?as )?próxim[ao]s(?= \d)
next              que vem
this              próxim[ao]|n?est[ae]|seguinte
rest              (?:o )?resto d[eo](?: mês de)?
end               (?:ao |o )?(?:finais|final|fim|fins)(?: do mês)? de
middle            meados de
start             (?:ao |o )?(?:início|inícios|começo|princípio|princípios) (?:do mês )?de
back              (?:volt|retom)\w* (?:ao|o) contact\w*
other             contact\w*|contat\w*|ligu?e\w*|substitu\w*|dirij\w*|fale
away              não (?:trabalh\w+|tou|venho)|ausen\w*|férias|fora|licença|viagem|baixa|doente
away              encerr\w+|encerr[ao]|fech\w+|folga\w*|formação|congresso|conferência|feira
away              indisponível
away              não (?:estou|estarei|estamos|vou estar)(?: disponível| contactável)?|deslocação
away              acesso limitado|greve|tribunal|seminário|luto|ponte|cirurgia|operação|offline
away              visita de estudo|exterior|estrangeiro
back              já c[áa]|cá (?:es)?tou|regress\w*|volt\w*|retorn\w*|retom\w*|reabr\w*|de novo
back              novamente|de volta|regresso
answer            respond\w*|respondid[oa]s?|resposta|le(?:io|rei|r)|vejo|verei|atend\w*
answer            disponível|contactável|trato
works             só (?:estou|venho)|trabalho (?:de segunda|às|só|apenas)|eu trabalho|horário
works             tempo parcial|part-time|meio período|expediente
until             termin\w+ (?:a|em|no dia)|até(?: ao?s?| à| o| dia)*
after             (?:depois|após)(?: d[eoa]s?| o| a)?(?: dia)?
before            antes(?: d[eoa]s?)?(?: dia)?
since             (?:começ|inici)\w+ (?:a|em|no dia)|desde(?: o| a)?
between           entre(?: os?)?(?: dias?)?
from              a partir d[eoa]s?|de|do|da
in                dentro de(?= \d)|daqui a(?= \d)
to                -|–|—|a|à|ao|aos
about             por volta d[oae]|cerca d[oae]|lá para o
and               e|&
only              (?:nunca|não) antes d[eo]|só|somente|apenas
not               não|nunca|sem
""",
)
