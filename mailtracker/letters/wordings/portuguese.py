"""How mails say it in Portuguese, as it is written in Portugal."""

from __future__ import annotations

from mailtracker.letters.refusal_table import WhyRefused
from mailtracker.letters.wordings.wording import InWords, Wording

WORDING = Wording(
    locale="pt_PT",
    today="hoje",
    tomorrow="amanhã, {weekday}",
    yesterday="ontem",
    day="EEEE, d 'de' MMMM",
    day_and_year="EEEE, d 'de' MMMM 'de' y",
    by="até às {time} de {day}",
    by_date="até às {time} de {day}",
    by_midnight="até ao fim do dia de {day}",
    by_midnight_of="até ao fim do dia de {day}",
    at="{day}, às {time}",
    at_date="{day}, às {time}",
    zone="(hora de {place})",
    two="{} e {}",
    outside="{}, de fora",
    unproven="{}, por confirmar",
    disproven="Atenção: NÃO é {}",
    doubtful="Remetente incerto",
    somebody="alguém",
    typed={
        "done": "resolvido",
        "mine": "fico com isto",
        "not mine": "não é meu",
        "for": "para",
        "for NAME": "para NOME",
        "waiting": "à espera de resposta",
        "snooze": "adiar",
        "snooze 2d": "lembra-me daqui a 2 dias",
        "answered": "respondido",
        "add": "adicionar",
        "drop": "remover",
        "send": "enviar",
        "add NAME": "adicionar NOME",
        "drop NAME": "remover NOME",
        "note: TEXT": "nota interna: TEXTO",
        "merge REF": "juntar com REF",
        "part": "a minha parte",
    },
    mentions={
        "subject": "o assunto menciona “{}”",
        "body": "o texto menciona “{}”",
        "anywhere": "menciona “{}”",
        "attachment": "“{}” vem em anexo",
    },
    team_takes="nenhuma regra previa este email, e quem trata desses é a equipa {}",
    person_takes="nenhuma regra previa este email, e quem trata desses é {}",
    no_rule="nenhuma regra previa este email",
    uncoded="O que sabemos: “{}”",
    refusals={
        WhyRefused.NO_ADDRESS: InWords(
            "Esse endereço não existe.",
            "Talvez esteja mal escrito, ou haja um novo: um telefonema ajuda.",
        ),
        WhyRefused.NO_SERVER: InWords(
            "Não se encontrou nenhum servidor de correio para esse endereço.",
            "Talvez esteja mal escrito o que vem depois do @: um telefonema ajuda.",
        ),
        WhyRefused.NO_SUCH_KIND: InWords(
            "Para um endereço desses não se pode mandar correio.",
            "O melhor é perguntar pelo certo ao telefone.",
        ),
        WhyRefused.MOVED: InWords(
            "Essa caixa de correio mudou de endereço, e nada é reencaminhado.",
            "O melhor é perguntar pelo novo ao telefone.",
        ),
        WhyRefused.NO_MAIL: InWords(
            "Esse domínio não aceita correio.", "Há outro endereço? Um telefonema ajuda."
        ),
        WhyRefused.OFF: InWords(
            "Essa caixa de correio está desativada.", "Há outro endereço? Um telefonema ajuda."
        ),
        WhyRefused.FULL: InWords(
            "Essa caixa de correio está cheia.",
            "O correio volta a chegar assim que lá arranjarem espaço: tenta outra vez amanhã, "
            "ou telefona.",
        ),
        WhyRefused.TOO_LARGE: InWords(
            "O email é demasiado grande para um servidor de correio no caminho.",
            "Manda ficheiros mais pequenos, menos ficheiros, ou uma ligação para eles.",
        ),
        WhyRefused.NO_LIST: InWords(
            "Essa lista de correio não o aceita.",
            "Quem cuida da lista pode autorizar o nosso endereço a escrever para lá.",
        ),
        WhyRefused.SOME_ONLY: InWords(
            "Só certos remetentes podem escrever para esse endereço.",
            "Lá podem autorizar o nosso endereço: um telefonema ajuda.",
        ),
        WhyRefused.A_FILE: InWords(
            "Um servidor de correio no caminho não aceita ficheiros deste tipo.",
            "Manda-o sem o ficheiro, ou com uma ligação para ele.",
        ),
        WhyRefused.US: InWords(
            "Um servidor de correio no caminho não aceita este email vindo de nós.",
            "O problema não é do email em si: mostra isto a quem administra, por favor.",
        ),
        WhyRefused.UNSAFE: InWords(
            "Não foi possível uma ligação segura a esse servidor de correio.",
            "O problema não é do email em si: mostra isto a quem administra, por favor.",
        ),
        WhyRefused.SPAM: InWords(
            "Um filtro no caminho acha que é spam.",
            "Escreve-o outra vez por outras palavras, sem ligações nem ficheiros.",
        ),
        WhyRefused.NOT_NOW: InWords(
            "Um servidor de correio no caminho não pode aceitar correio agora.",
            "Talvez já possa: manda-o outra vez, ou telefona.",
        ),
        WhyRefused.SILENT: InWords(
            "Um servidor de correio no caminho não responde.",
            "Talvez já responda: manda-o outra vez, ou telefona.",
        ),
        WhyRefused.BUSY: InWords(
            "Um servidor de correio no caminho não aceita mais correio por agora.",
            "Manda-o outra vez daqui a uma ou duas horas, ou telefona.",
        ),
        WhyRefused.CIRCLE: InWords(
            "O email anda lá às voltas em círculo.",
            "Só quem lá administra o correio pode resolver isso: um telefonema ajuda.",
        ),
        WhyRefused.LATE: InWords(
            "Não foi possível entregá-lo a tempo.",
            "Talvez já funcione: manda-o outra vez, ou telefona.",
        ),
        WhyRefused.CONTENT: InWords(
            "Um servidor de correio no caminho não pode aceitar o que o email traz.",
            "Escreve-o outra vez só com texto, sem ficheiros.",
        ),
        WhyRefused.UNSAID: InWords(
            "Um servidor de correio no caminho não aceita este email vindo de nós, "
            "e não diz porquê.",
            "Escreve-o outra vez por outras palavras, sem ligações nem ficheiros; se não "
            "ajudar, mostra isto a quem administra.",
        ),
        WhyRefused.UNKNOWN: InWords(
            "Um servidor de correio no caminho recusou-o.",
            "Se for importante, tenta por outra via.",
        ),
    },
)
