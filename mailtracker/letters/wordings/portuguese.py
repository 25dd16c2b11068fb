"""How mails say it in Portuguese, as it is written in Portugal."""

from __future__ import annotations

from mailtracker.desk.troubles import EndingKind, PartKind
from mailtracker.letters.refusal_table import WhyRefused
from mailtracker.letters.wordings.admin_words import AdminWords
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
    admins=AdminWords(
        quote="“{}”",
        parts={
            PartKind.MAILBOX: "caixa de correio {}",
            PartKind.SENDING: "envio de emails",
            PartKind.ECHO: "cópias dos nossos próprios emails",
            PartKind.SENT_FOLDER: "pasta de enviados de {}",
            PartKind.SIGN_IN: "início de sessão {}",
            PartKind.HOOK: "chamada ao hook {}",
            PartKind.DEADLINES: "prazos e lembretes",
            PartKind.DIGESTS: "avisos reunidos",
            PartKind.DAILY: "resumos diários",
            PartKind.WEEKLY: "emails semanais",
            PartKind.CELEBRATION: "email de agradecimentos",
            PartKind.ABSENCES: "emails sobre ausências",
            PartKind.EXPECTED: "vigia dos emails esperados",
            PartKind.CLOCK: "relógio da máquina",
            PartKind.DATABASE: "base de dados",
            PartKind.BORDER: "verificação de remetentes do servidor de correio",
            PartKind.AUTOMATIC: "emails automáticos",
            PartKind.MAIL_FROM: "emails de {}",
            PartKind.MAIL_FROM_NOBODY: "emails sem remetente no envelope",
            PartKind.OTHER: "{}",
        },
        secrets={
            EndingKind.CLIENT: "o segredo de cliente do início de sessão {}",
            EndingKind.KEY: "a chave do início de sessão {}",
            EndingKind.RENEWING: "o token de atualização do início de sessão {}",
            EndingKind.CERTIFICATE: "o certificado do início de sessão {}",
        },
        absences_of="o calendário de {} ({})",
        days_off_of="o calendário de folgas de {} ({})",
        wrong={
            "ahead": (
                "Foi adiantado {by}. Até {until} ninguém recebe lembretes e nada passa para "
                "outra pessoa. Se está errado, acerta-o antes disso, por favor."
            ),
            "back": (
                "Foi atrasado {by}. Até {until} ninguém recebe lembretes e nada passa para outra "
                "pessoa. Se está errado, acerta-o antes disso, por favor."
            ),
            "twice": (
                "Outro mailtracker, com outra base de dados ou uma cópia desta, também a serve: as "
                "pessoas recebem tudo a dobrar. Por favor, para um deles, ou dá-lhe outra caixa de "
                "correio."
            ),
            "older": (
                "A base de dados é mais antiga do que a caixa de correio e não conhece {count} dos "
                "emails que lá estão. `mailtracker audit` diz quais são, `mailtracker resync "
                "--since {since}` acolhe-os."
            ),
            "automatic": (
                "Numa hora iam sair mais de {most}, sem contar o primeiro para cada pessoa. Não "
                "escrevemos mais até isso passar. O correio é recebido, os pedidos são abertos, e "
                "os responsáveis recebem o que as pessoas escrevem."
            ),
            "repeated": (
                "Não se removem Authentication-Results falsos. Emails em {days} dias com dois "
                "campos nossos sobre o mesmo método: {count}. Por favor, manda removê-los do "
                "correio que vem de fora (RFC 8601 §5), a não ser que dois filtros vossos escrevam "
                "sob o mesmo nome."
            ),
            "below": (
                "Não se removem Authentication-Results falsos. Emails em {days} dias com um campo "
                "nosso abaixo da linha de um servidor estranho: {count}. Por favor, manda "
                "removê-los do correio que vem de fora (RFC 8601 §5), ou junta esse servidor a "
                "border_hosts, se for vosso."
            ),
            "unbelieved": (
                "Respostas de {domain} em {days} dias com uma chave nossa, das quais o servidor "
                'nada diz: {count}. Por causa de `trust = "strict"` não chegaram a ninguém. {own}'
            ),
            "fails": (
                "{count} dos últimos {last} emails de {domain} não passaram na verificação. Ou são "
                "falsos, ou SPF, DKIM ou DMARC de {domain} não estão bem configurados."
            ),
            "proves none": (
                "Nenhum dos últimos {last} emails de {domain} está confirmado, e os colegas contam "
                "como gente de fora. O que o vosso servidor escreve está em authserv_ids? {own}"
            ),
        },
        own=(
            "Por favor, manda verificar também o correio da vossa gente (no Exchange "
            "Online: exchange_tenant, no Google Workspace: DKIM)."
        ),
    ),
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
