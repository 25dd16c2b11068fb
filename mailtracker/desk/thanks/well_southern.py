"""How people say in Portuguese and French that a matter is well: see `well_forms`."""

from __future__ import annotations

from mailtracker.desk.thanks.well_forms import Forms

SOUTHERN = (
    Forms(  # Portuguese
        any="uma?|alguem",
        again=r"""de novo|outra vez|novamente|agora|ja|bem|muito bem|perfeitamente|lindamente
|normalmente|direito|direitinho|certinho|na perfeicao|sem (problemas?|erros?|falhas?)|como (novo
|nova|deve ser|antes|sempre|no primeiro dia)|hoje( cedo| de manha)?|ontem|esta (manha|tarde)|desde
(ontem|hoje|[oa] \w+)|depois d(e|o|a|os|as) \w+( (de|do|da) \w+)?|apos [oa]s? \w+|com (o meu|a
minha|o nosso|a nossa) \w+|desta vez|finalmente|tambem|tod[oa]s?|tudo|aqui|liso|redondo
|ao normal""",
        well=r"""
= (desde <x> )?nao (tive|tivemos|houve|ha) mais (problemas?|erros?|falhas?
|avisos?)
= <s>(ja )?(esta|estao|foi|foram)( hoje| ontem| finalmente| ja)* (recolhid
|carregad|esvaziad|limp|substituid|reembolsad|pag|instalad|renovad|prolongad|desbloquead|ativad
|configurad|aprovad|corrigid|ajustad|registad|registrad|transferid|processad|respondid|esclarecid
|creditad|lancad|contabilizad|registad|conciliad|agendad|publicad|carregad|fechad)(o|a|os|as)<a>
= <s>estava(m)?( so| afinal)? (atras|debaixo|por baixo|dentro|entre|ao lado)
(d[oa]s?|de) (meu |minha )?\w+
= <s>(ja )?(me|nos) deixa entrar<a>|<s>ja deixa entrar<a>
= <s>(ja )?(esta|estao) na conta<a>
= ((certo|entao) )*(ficamos|fica) (entao )?assim( entao)?|mais nada
= (eu )?nao sabia que (eu )?(conseguia|podia)( fazer)?( isso| isto)?(
sozinh[oa])?
= era (so )?(a pilha|a bateria|o cabo|a ficha|o fusivel|o router|o rato|o
tinteiro)
= <s>?(ja |agora |finalmente )*(funciona|funcionam|funcionou|roda|trabalha
|trabalham|deu certo|resultou)<a>
= <s>(ja )?(envia|recebe) (os |as )?(emails?|e ?mails?|digitalizacoes|faxes|mensagens) (outra
 vez|de novo|novamente)
= <s>?(ja|agora)( ja| agora)* (da|anda|andam|toca|imprime|le|liga|carrega|abre
|entra|entram|aparece|aparecem|responde|digitaliza|vai)<a>
= <s>?(ja |agora )?(esta|estao|ta|tao|anda|andam)( ja| agora| toda| tudo)* (a
(funcionar|trabalhar|imprimir|rodar|andar|dar)|funcionando|trabalhando|imprimindo|rodando|(a
)?(portar se|se comportar|comportar se|se comportando)|no ar|online|operacional|em funcionamento
|acessive(l|is)|disponive(l|is)|visive(l|is)|legive(l|is)|resolvid[oa]s?|arranjad[oa]s?
|reparad[oa]s?|consertad[oa]s?|em ordem|em condicoes)<a>
= ((ja|agora) )*(nao (da|ha|aparece|tenho|deu)|sem) (mais )?(nenhum |nenhuma
)?(erros?|problemas?|avisos?|mensagem de erro|falhas?|ruido)( (nenhum|nenhuma|algum))?<a>
= <s>(ja |agora )*(abre|abrem|destranca)<n>
= <s>(ouviu|ouviram|viu|viram|leram|conseguiu ouvir|conseguiram ouvir)( me|
nos)?( tod[oa]s| bem)+<a>|desta vez <s>(ouviu|ouviram) ( me| nos)?( tod[oa]s| bem)*
= <s>recebid[oa]s?<a>
= (ja )?(esta|ficou|voltou) tudo (como (antes|era|dantes|sempre|estava)|ao
normal)
= (podem? |favor )?(fechar|encerrar)( (o|este) (ticket|pedido|chamado|caso
|assunto))?
= (o )?(caps ?lock|num ?lock|modo aviao)( estava)?( ainda)? (ligado|ativo)
= (fico a saber|vou lembrar me|nao me esqueco)( (disso|para a proxima|da proxima
vez))?
= que vergonha
= <s>(ja |agora )*(consegue|conseguem|conseguimos)( ja| agora| tod[oa]s)*
(entrar|aceder|acessar|ver|imprimir|trabalhar|ligar|ouvir)<a>
= (depois|apos|desde) (\w+ ){1,5}(funcionou|voltou a funcionar|ficou (bom|bem)
|funciona)<a>
= ((ele|ela) )?estava (so )?(na|no) (pasta|gaveta|caixa|armario) errad[oa]
= falso alarme|alarme falso
= <s>(portou se|portaram se|comportou se|aguentou|aguentou se)( bem| lindamente)*
= (veio|vieram|esta ca|chegou|ja ca esta) (tudo|tod[oa]s)
= <s>voltou( ja| finalmente)? (a (funcionar|imprimir|trabalhar|ligar|dar|tocar
|ler|carregar|abrir|aparecer)|ao (normal|servico|ativo)|a vida)<a>
= (a|o) (impressora|internet|rede|luz|maquina|computador|sistema|som|imagem
|telefone|linha|elevador|vpn|wifi|site|app|scanner|portatil|servidor|acesso|ligacao|energia
|projetor)( (de|d[oa]s?|n[oa]) \w+){0,3}( \d+)?( ja)? voltou<a>
= (estou|estamos|ja)( ja)? de volta (ao|a|aos|as|no|na) <x>
= de volta (ao|a|aos|as|no|na) (atendimento|trabalho|sistema|escritorio|turno
|aula|linha|servico|rede|servidor|telefone|telefones)<a>
= <s>ja (la|aqui|ca) (esta|estao)<a>
= <s>(ja|agora) (esta|estao) (la|aqui|ca|na (lista|conta|folha|pasta|escala)|no
(recibo|sistema|portal|calendario))<a>
= ((por favor) )?(ignorem?|ignora|esquecam?|esquece|desconsiderem?)( por
favor)?( (o|a|meu|minha|este|esta|esse|essa|isso|isto|anterior|ultim[oa]|e mail|email|mail
|mensagem|pedido|pergunta|questao))*
= deixem? (la|estar)|deixa (la|estar|pra la)
= ((eu|ja) )*(estava|estive) a (ver|olhar para) [oa] \w+ errad[oa]
= ((voce|voces|isso|tu) )?(ja )?(salvou|salvaram|salvaste)( me)? ([oa] )?(minha
|meu|nossa|nosso|o|a) \w+( \w+)?
= <s>(ja )?(arranjou|resolveu|consertou|tratou|reparou|encontrou|substituiu
|trocou)( [oa]| isso| tudo| disso| me)*<a>
= ((ja) )?nao (e|sera)? ?(preciso|necessario|precisa|precisam|precisas|vale a
pena)( (mais|de|fazer|vir|ligar|responder|mexer|nada|em|ca|ja))*
= confirmad[oa]|(eu )?confirmo( a (rececao|recepcao|chegada|entrega)(
\w+){0,3})?|acuso a rec\w+|ciente|tomei (boa )?nota
= ((e|era) )?(mesmo |exatamente |precisamente )*(isso|o) que (eu )?(queria
|precisava|procurava)( (de )?(saber|ver|ouvir|ter))?
= <s>?(serve|servem|fica|ficam) (me )?(bem|perfeit\w+|lindamente|certinh\w+)""",
        came=r"""
= <s>(ja )?(chegou|chegaram|foi (creditad|pag|encontrad|entregue|devolvid)\w*
|(caiu|cairam|entrou|entraram) (na|em) (minha )?conta)( (na|no|a|ao) (minha |meu |nossa )?(conta
|caixa|secretaria|escritorio|rececao|recepcao|portaria|casa|piso|sala|armazem))?<a>
= <s>ja apareceu<a>""",
    ),
    Forms(  # French
        any="une?|des|quelqu un",
        again=r"""de nouveau|a nouveau|maintenant|desormais|enfin|bien|tres bien|parfaitement
|normalement|correctement|nickel|impeccable|impec|au top|sans (probleme|souci|accroc)s?|comme
(neuf|neuve|avant|d habitude|prevu|il faut|au premier jour|sur des roulettes|une horloge)|depuis
(hier|ce matin|le \w+|la \w+|votre \w+)|apres (un|une|le|la|votre) (\w+ de \w+|\w+ d \w+|\w+ \w+
|\w+)|avec (mon|ma|notre) \w+|cette fois|ce matin|aujourd hui|hier|aussi|toute?s?|tous|chez (moi
|nous)|ici|deja|du premier coup|a present""",
        well=r"""
= j ai( maintenant| enfin| bien| de nouveau| a nouveau)* acces( (a|au|aux)( (la
|l|les|mon|ma))? \w+)?<a>
= <s>(est|sont|a ete|ont ete)( bien| enfin| deja| ce matin| hier| maintenant)*
(videes?|collectee?s?|rechargee?s?|rempli\w*|nettoye\w*|remplacee?s?|remboursee?s?|payee?s?
|installee?s?|renouvelee?s?|prolongee?s?|debloquee?s?|activee?s?|configuree?s?|approuvee?s?
|corrigee?s?|adaptee?s?|enregistree?s?|traitee?s?|repondue?s?|creditee?s?|echangee?s?
|ramassee?s?|comptabilisee?s?|saisie?s?|passee?s?|validee?s?|planifiee?s?|publiee?s?
|reinitialisee?s?|soldee?s?)<a>
= <s>etai(t|ent)( juste)? (derriere|sous|entre|a cote d|au fond d|dans le fond
d)(e|u)?( (le|la|les|l|mon|ma))? \w+
= <s>me laisse (entrer|passer)<n>
= <s>(est|sont)( bien| enfin)* sur (le|mon) compte<a>
= ((bien|alors|on) )*(restons en|en reste|reste en) la|rien d autre|c est tout
= je ne savais pas que je pouvais (le |la )?faire( moi meme| seule?)?
= c etait (juste )?(la pile|la batterie|le cable|la prise|le fusible|le routeur
|la souris|la cartouche)
= cela repond a (tout|ma question)
= <s>(marche|marchent|remarche|remarchent|fonctionne|fonctionnent|refonctionne
|refonctionnent|roule|ronronne)<a>
= ((il n y a|je n ai) )?plus (de|d|aucun|aucune) (message d )?(erreurs?
|problemes?|soucis?|alerte|bruit|panne)<a>
= <s>(s ouvre|s ouvrent|se deverrouille)<n>
= (cette fois )?<s>(m ont|nous ont|ont pu)( tous| bien)* (entendue?s?|vue?s?
|suivre|lire|entendre|voir)<a>
= <s>bien arrive\w*<a>
= (tout )?(est )?(redevenu|revenu|rentre) (comme avant|a la normale|dans l
ordre)
= (merci de |veuillez )?(clore|cloturer|fermer)( (le|ce|la|cette) (ticket
|dossier|demande))?
= (la )?(touche majuscule|touche maj|verr maj|caps ?lock|verrouillage
majuscules?)( etait)?( encore)? (active\w*|enclenche\w*)
= (je )?(m en souviendrai|le saurai|le retiens|le note)( (pour )?la prochaine
fois)?
= la honte|oubliez( moi)?
= <s>(arrive|arrivent|peut|peuvent)( tous| toutes| maintenant)* (a )?(se
connecter|entrer|imprimer|travailler|appeler|acceder)<a>
= <s>(est|sont) (de nouveau|a nouveau|bien) (reconnu|affiche|charge|imprime
|visible)\w*<a>
= apres (\w+ ){1,5}(ca|il|elle|tout|c est) (re)?(marche|fonctionne
|reparti\w*)<a>
= ((il|elle|c) )?etait dans le mauvais (dossier|tiroir|casier|carton)
= fausse alerte
= <s>(a bien voulu|a joue le jeu|a tenu( le coup)?|s est bien comporte\w*)<a>
= (le compte|tout|tout le monde) y est
= <s>(envoie|recoit)( a nouveau| de nouveau| bien a nouveau) (des |les |nos |mes )?(mails?|e ?mails?
|courriels|scans?|fax|messages)
= <s>(tourne|tournent|repart|repartent|imprime|scanne|lit|sonne|charge|s allume
|s affichent?|se connecte|repond|chauffe)<n>
= <s>(est|sont) (bien |enfin |a nouveau |de nouveau )*(repartie?s?|en ligne
|accessibles?|joignables?|disponibles?|visibles?|lisibles?|operationnel\w*|en service|debloque\w*
|repare\w*|retabli\w*|resolu\w*|regle\w*|arrange\w*|en ordre|d aplomb)<a>
= <s>se comporte(nt)?<n>
= <s>fait( a nouveau| de nouveau| maintenant| exactement)* ce qu (il|elle) (doit
|devrait)( faire)?
= (je suis|nous sommes|on est)( enfin| a nouveau)? de retour (au|a|aux|sur|dans
|en) <x>
= (enfin )?de retour (au|a|aux|sur|dans|en) (l |le |la )?(telephone|telephones
|travail|poste|bureau|service|reseau|cours|boulot|ligne|systeme|classe|serveur)<a>
= <s>(y sont|y est|y figurent?|s y trouvent?|est la|sont la)<n>
= (j ai|nous avons|on a)( enfin| bien| donc)* (pu|reussi a) (\w{1,3} )?\w+(er|ir
|re)( (le|la|les|l|mon|ma|mes|tout|toute|ce|cette)( \w+){1,4}?)?<a>
= ((merci de|veuillez|svp) )?((ne )?pas tenir compte d|ne (tenez|tiens) pas
compte d|ignore[zr]?|oublie[zr]?)e?( (mon|ma|le|la|ce|cette|mes|dernier|derniere|precedent
|precedente|mail|message|demande|question|e|d|ca|cela))*
= laisse[zr]? tomber
= (je|j)( (regardais|etais|avais regarde|consultais))( (dans|sur))? (le|la|au)
mauvaise? \w+
= (vous avez|tu as|ca a|cela a)( vraiment| carrement)? sauve (mon|ma|mes|notre
|nos|la|le)( \w+){1,2}
= <s>(l a|l ai|l avons|les a|a tout|a)( deja| enfin| bien| meme)* (repare|regle
|arrange|resolu|trouve|retrouve|remplace|change)\w*( le probleme| le souci| tout| ca)?<a>
= ((ce n est|c est|n est) )?plus (la peine|besoin|necessaire|utile|d actualite)(
(de|d)( (rien|venir|intervenir|passer|appeler|aide|votre aide|l aide))?)?
= ((vous n avez|tu n as|il n y a) )(plus )?(rien|besoin) (a|de|d) (faire|rien
|venir)( de plus)?
= confirme|je (vous )?confirme( (la )?(bonne )?reception( \w+){0,3})?|(j en|je)
prends (bonne )?note|dont acte
= ((c est|c etait) )?(exactement |precisement |tout a fait )*ce que (je|nous)
(voulais|cherchais|voulions|cherchions)( (savoir|voir|entendre|avoir))?
= <s>?(me va|nous va|va bien)( (bien|parfaitement|comme un gant))*""",
        came=r"""
= <s>(bien (recu|livre|arrive|retrouve)\w*<a>|recue?s?<n>)
= <s>(est|sont|a ete|ont ete|m a ete)( bien| enfin| ce matin| hier| aujourd
hui)* (arrive|retrouve|recu|livre|verse|credite|rembourse|paye|envoye)\w*( (sur|dans|a|au|en)
(mon |ma |le |la |notre |l )?(compte|boite|bureau|accueil|service|classe|depot))?<a>""",
    ),
)
